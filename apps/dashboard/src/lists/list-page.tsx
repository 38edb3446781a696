import { Button, Group, Text, Title } from '@mantine/core';
import type { ComponentType, ReactNode } from 'react';
import { FailurePage } from '../shell/pages.tsx';
import { Empty } from './empty.tsx';
import { RecordTable, type Column } from './record-table.tsx';
import type { RecordPages } from './use-record-pages.ts';

interface EmptyText {
  readonly title: string;
  readonly lead: string;
}

interface ListPageProps<Item> {
  readonly title: string;
  readonly lead: string;
  /** Beside the title. */
  readonly aside?: ReactNode;
  /** Between the title and the list. */
  readonly filters?: ReactNode;
  readonly pages: RecordPages<Item>;
  readonly columns: readonly Column<Item>[];
  readonly keyOf: (item: Item) => string;
  readonly onOpen: (item: Item) => void;
  readonly Icon: ComponentType<{ width?: number }>;
  /** Where there is nothing at all. */
  readonly empty: EmptyText & { readonly action?: ReactNode };
  /** Where nothing passes the filters; undefined while none is set. */
  readonly nothing?: (EmptyText & { readonly action: string; readonly onClear: () => void }) | undefined;
}

/** A page that is a list. */
export function ListPage<Item>(props: ListPageProps<Item>) {
  const { title, lead, aside, filters, pages, Icon, empty, nothing } = props;
  return (
    <div className="list-page">
      <Group justify="space-between" align="start" gap="xs">
        <div>
          <Title order={1}>{title}</Title>
          <Text c="dimmed">{lead}</Text>
        </div>
        {aside}
      </Group>
      {filters}
      {pages.error === null ? (
        <RecordTable
          label={title}
          pages={pages}
          columns={props.columns}
          keyOf={props.keyOf}
          onOpen={props.onOpen}
          empty={
            <Empty Icon={Icon} title={(nothing ?? empty).title} lead={(nothing ?? empty).lead}>
              {nothing === undefined ? (
                empty.action
              ) : (
                <Button variant="default" onClick={nothing.onClear}>
                  {nothing.action}
                </Button>
              )}
            </Empty>
          }
        />
      ) : (
        <FailurePage error={pages.error} onRetry={pages.refetch} />
      )}
    </div>
  );
}
