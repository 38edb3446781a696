import { Button, Group, Text, Title } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { useCallback, type ComponentType, type ReactNode } from 'react';
import { FailurePage } from '../shell/pages.tsx';
import { Empty } from './empty.tsx';
import { FilterBar } from './filters.tsx';
import { RecordTable, type Column } from './record-table.tsx';
import { useRecordPages, type RecordPagesOptions } from './use-record-pages.ts';

interface EmptyText {
  readonly title: string;
  readonly lead: string;
}

interface ListText {
  readonly title: string;
  readonly lead: string;
  /** Where there is nothing at all. */
  readonly empty: EmptyText;
  /** Where nothing passes the filters, with the name of the button that clears them. */
  readonly nothing?: EmptyText & { readonly action: string };
}

interface ListFilters {
  readonly fields: ReactNode;
  /** How many of them are set. */
  readonly active: number;
  readonly onClear: () => void;
}

interface ListPageProps<Item> {
  readonly text: ListText;
  /** Beside the title of a list that has anything. */
  readonly aside?: ReactNode;
  readonly filters?: ListFilters;
  readonly list: RecordPagesOptions<Item>;
  readonly columns: readonly Column<Item>[];
  /** Stable. Default: the page of the item, whose address is that of the list with the item's key behind it. */
  readonly onOpen?: (item: Item) => void;
  readonly Icon: ComponentType<{ width?: number }>;
  /** The next step of somebody who has nothing yet. */
  readonly firstStep?: ReactNode;
}

/** A page that is a list. */
export function ListPage<Item>(props: ListPageProps<Item>) {
  const { text, aside, filters, list, columns, Icon, firstStep } = props;
  const pages = useRecordPages(list);
  const openPage = useOpenPage(list.keyOf);
  const isFiltered = filters !== undefined && filters.active > 0;
  const isEmpty = !isFiltered && pages.rows?.length === 0;
  return (
    <div className="list-page">
      <Group justify="space-between" align="start" gap="xs">
        <div>
          <Title order={1}>{text.title}</Title>
          <Text c="dimmed">{text.lead}</Text>
        </div>
        {!isEmpty && aside}
      </Group>
      {filters !== undefined && !isEmpty && (
        <FilterBar active={filters.active} onClear={filters.onClear}>
          {filters.fields}
        </FilterBar>
      )}
      {pages.error === null ? (
        <RecordTable
          label={text.title}
          pages={pages}
          columns={columns}
          keyOf={list.keyOf}
          onOpen={props.onOpen ?? openPage}
          empty={
            isFiltered && text.nothing !== undefined ? (
              <Empty Icon={Icon} {...text.nothing}>
                <Button variant="default" onClick={filters.onClear}>
                  {text.nothing.action}
                </Button>
              </Empty>
            ) : (
              <Empty Icon={Icon} {...text.empty}>
                {firstStep}
              </Empty>
            )
          }
        />
      ) : (
        <FailurePage error={pages.error} onRetry={pages.refetch} level={2} />
      )}
    </div>
  );
}

function useOpenPage<Item>(keyOf: (item: Item) => string): (item: Item) => void {
  const router = useRouter();
  return useCallback(
    (item: Item) => void router.navigate({ to: `${router.state.location.pathname}/${keyOf(item)}` }),
    [router, keyOf],
  );
}
