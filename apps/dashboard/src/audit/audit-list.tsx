import { ShieldCheckIcon } from '@heroicons/react/24/outline';
import { useCallback, useState } from 'react';
import { bodyOf, type Api } from '../api/api.ts';
import type { AuditEntry } from '../api/types.ts';
import { ListPage } from '../lists/list-page.tsx';
import type { Column } from '../lists/record-table.tsx';
import { idOf } from '../lists/use-record-pages.ts';
import { AuditFilters } from './audit-filters.tsx';
import type { OperatorAuditSearch } from './audit-search.ts';
import { EntryDialog } from './entry-dialog.tsx';
import { text } from './text.ts';

interface AuditListProps {
  readonly lead: string;
  readonly api: Api;
  readonly queryKey: readonly unknown[];
  readonly columns: readonly Column<AuditEntry>[];
  readonly search: OperatorAuditSearch;
  readonly onSearch: (search: OperatorAuditSearch) => void;
  /** Whether the entries are those of all tenants. */
  readonly ofAll?: boolean;
}

/** A list of entries, of which each opens in a dialog. */
export function AuditList({ lead, api, queryKey, columns, search, onSearch, ofAll = false }: AuditListProps) {
  const [opened, setOpened] = useState<AuditEntry>();
  const open = useCallback((entry: AuditEntry) => setOpened(entry), []);
  return (
    <>
      <ListPage<AuditEntry>
        text={{ ...text, lead }}
        list={{
          queryKey,
          read: (query, signal) =>
            bodyOf(api.GET('/v1/audit', { params: { query: { ...search, ...query } }, signal })),
          keyOf: idOf,
        }}
        columns={columns}
        onOpen={open}
        Icon={ShieldCheckIcon}
        filters={{
          fields: <AuditFilters search={search} onChange={onSearch} ofAll={ofAll} />,
          active: Object.keys(search).length,
          onClear: () => onSearch({}),
        }}
      />
      <EntryDialog entry={opened} onClose={() => setOpened(undefined)} />
    </>
  );
}
