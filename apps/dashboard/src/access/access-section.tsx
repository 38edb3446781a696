import { Button, Group, Paper, Table, Text, Title } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { Cells, Headings, useShownColumns, type Column } from '../lists/record-table.tsx';
import { useRecordPages, type RecordPages, type RecordPagesOptions } from '../lists/use-record-pages.ts';
import { FailurePage, PendingPage } from '../shell/pages.tsx';
import { text } from './text.ts';

/** Rows before somebody asks for more, so that the next section is in view. */
const FIRST_ROWS = 10;

interface AccessSectionProps<Item> {
  readonly text: { readonly title: string; readonly lead: string; readonly empty: string };
  /** What can be done with all of it, beside the title. */
  readonly aside: (hasRows: boolean) => ReactNode;
  readonly list: RecordPagesOptions<Item>;
  readonly columns: readonly Column<Item>[];
}

/** One way in, as a list with the newest first. */
export function AccessSection<Item>({ text: words, aside, list, columns }: AccessSectionProps<Item>) {
  const pages = useRecordPages(list);
  return (
    <Paper p="md" component="section" aria-label={words.title}>
      <Group justify="space-between" align="start" gap="xs" wrap="nowrap">
        <div>
          <Title order={2}>{words.title}</Title>
          <Text c="dimmed">{words.lead}</Text>
        </div>
        {aside(pages.rows !== undefined && pages.rows.length > 0)}
      </Group>
      <Rows pages={pages} keyOf={list.keyOf} columns={columns} label={words.title} empty={words.empty} />
    </Paper>
  );
}

interface RowsProps<Item> extends Pick<AccessSectionProps<Item>, 'columns'> {
  readonly pages: RecordPages<Item>;
  readonly keyOf: (item: Item) => string;
  readonly label: string;
  readonly empty: string;
}

function Rows<Item>({ pages, keyOf, label, empty, ...props }: RowsProps<Item>) {
  const columns = useShownColumns(props.columns);
  const [isShort, setShort] = useState(true);
  const { rows, error, hasMore, isLoadingMore, loadMore } = pages;
  if (error !== null) return <FailurePage error={error} onRetry={pages.refetch} level={2} />;
  if (rows === undefined) return <PendingPage />;
  if (rows.length === 0) return <Text mt="sm">{empty}</Text>;
  const shown = isShort ? rows.slice(0, FIRST_ROWS) : rows;
  return (
    <>
      <Table layout="fixed" mt="xs" horizontalSpacing={6} aria-label={label}>
        <Headings columns={columns} />
        <Table.Tbody>
          {shown.map((item) => (
            <Table.Tr key={keyOf(item)}>
              <Cells item={item} columns={columns} />
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {(shown.length < rows.length || hasMore) && (
        <Button
          variant="subtle"
          mt="xs"
          loading={isLoadingMore}
          onClick={isShort ? () => setShort(false) : loadMore}
        >
          {text.more}
        </Button>
      )}
    </>
  );
}
