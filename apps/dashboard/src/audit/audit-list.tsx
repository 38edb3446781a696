import { ShieldCheckIcon } from '@heroicons/react/24/outline';
import { useCallback, useState, type ReactNode } from 'react';
import type { AuditEntry } from '../api/types.ts';
import { ListPage } from '../lists/list-page.tsx';
import type { Column } from '../lists/record-table.tsx';
import type { RecordPages } from '../lists/use-record-pages.ts';
import { idOf } from './entry-columns.tsx';
import { EntryDialog } from './entry-dialog.tsx';
import { text } from './text.ts';

interface AuditListProps {
  readonly lead: string;
  readonly filters: ReactNode;
  readonly pages: RecordPages<AuditEntry>;
  readonly columns: readonly Column<AuditEntry>[];
  readonly isFiltered: boolean;
  readonly onClear: () => void;
}

/** A list of entries, of which each opens in a dialog. */
export function AuditList({ isFiltered, onClear, ...list }: AuditListProps) {
  const [opened, setOpened] = useState<AuditEntry>();
  const open = useCallback((entry: AuditEntry) => setOpened(entry), []);
  return (
    <>
      <ListPage
        {...list}
        title={text.title}
        keyOf={idOf}
        onOpen={open}
        Icon={ShieldCheckIcon}
        empty={text.empty}
        nothing={isFiltered ? { ...text.nothing, onClear } : undefined}
      />
      <EntryDialog entry={opened} onClose={() => setOpened(undefined)} />
    </>
  );
}
