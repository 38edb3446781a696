import { PlusIcon } from '@heroicons/react/24/outline';
import { Button, Group, Paper, Table, Text, Title } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { Cells, Headings, useShownColumns, type Column } from '../lists/record-table.tsx';
import { useRecordPages, type RecordPages, type RecordPagesOptions } from '../lists/use-record-pages.ts';
import { FailurePage, PendingPage } from '../shell/pages.tsx';
import { useNow } from '../time/zone.ts';
import { text } from './text.ts';

/** Rows before somebody asks for more, so that the next section is in view. */
const FIRST_ROWS = 10;

/** The button beside the title of a list. */
interface SectionButton {
  readonly label: string;
  /** Whether it makes a new item. Default: it is for all items together, and is there only where there are some. */
  readonly makesNew?: true;
  /** What it opens. */
  readonly dialog: (onClose: () => void) => ReactNode;
}

/** The button at the end of each row. */
interface RowButton<Item> {
  readonly label: string;
  /** Whether a row has it. Default: each does. @param now milliseconds since the epoch */
  readonly isOffered?: (item: Item, now: number) => boolean;
  /** What it opens. */
  readonly dialog: (item: Item, onClose: () => void) => ReactNode;
}

interface AccessSectionProps<Item> {
  readonly text: { readonly title: string; readonly lead: string; readonly empty: string };
  readonly list: RecordPagesOptions<Item>;
  readonly columns: readonly Column<Item>[];
  readonly button: SectionButton;
  readonly rowButton: RowButton<Item>;
}

/** One way in, as a list with the newest first, and what can be done with it. */
export function AccessSection<Item>(props: AccessSectionProps<Item>) {
  const { text: words, list, columns, button, rowButton } = props;
  const pages = useRecordPages(list);
  const [asked, ask] = useState<{ readonly item?: Item }>();
  const close = () => ask(undefined);
  const hasRows = pages.rows !== undefined && pages.rows.length > 0;
  return (
    <>
      <Paper p="md" component="section" aria-label={words.title}>
        <Group justify="space-between" align="start" gap="xs" wrap="nowrap">
          <div>
            <Title order={2}>{words.title}</Title>
            <Text c="dimmed">{words.lead}</Text>
          </div>
          {(button.makesNew ?? hasRows) && (
            <Button
              flex="none"
              {...(button.makesNew ? { leftSection: <PlusIcon width={14} /> } : { variant: 'default' })}
              onClick={() => ask({})}
            >
              {button.label}
            </Button>
          )}
        </Group>
        <Rows
          pages={pages}
          keyOf={list.keyOf}
          columns={[...columns, buttonColumn(rowButton, (item) => ask({ item }))]}
          label={words.title}
          empty={words.empty}
        />
      </Paper>
      {asked !== undefined &&
        (asked.item === undefined ? button.dialog(close) : rowButton.dialog(asked.item, close))}
    </>
  );
}

function buttonColumn<Item>(button: RowButton<Item>, onClick: (item: Item) => void): Column<Item> {
  return {
    heading: text.columns.action,
    isHeadingHidden: true,
    width: '86px',
    align: 'right',
    cell: (item) => <ButtonOfRow item={item} button={button} onClick={onClick} />,
  };
}

interface ButtonOfRowProps<Item> {
  readonly item: Item;
  readonly button: RowButton<Item>;
  readonly onClick: (item: Item) => void;
}

function ButtonOfRow<Item>({ item, button, onClick }: ButtonOfRowProps<Item>) {
  const now = useNow();
  if (button.isOffered?.(item, now) === false) return null;
  return (
    <Button variant="default" size="compact-xs" onClick={() => onClick(item)}>
      {button.label}
    </Button>
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
