import { Box, Button, Center, Loader, Table, VisuallyHidden } from '@mantine/core';
import { ArrowUpIcon } from '@heroicons/react/24/outline';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useMemo, useState, type KeyboardEvent, type ReactNode } from 'react';
import { text } from './text.ts';
import type { RecordPages } from './use-record-pages.ts';
import { SecondLineContext, useIsShownFrom, type Width } from './window-width.ts';

/** A column of a list. */
export interface Column<Item> {
  readonly heading: string;
  /** Whether the heading is only read out: what the cells hold says enough. Default: it is seen. */
  readonly isHeadingHidden?: boolean;
  /** Of the table, in CSS; the others share what is left. */
  readonly width?: string | undefined;
  /** Windows that are narrower do not show it. */
  readonly visibleFrom?: Width | undefined;
  readonly align?: 'right';
  readonly cell: (item: Item) => ReactNode;
}

interface RecordTableProps<Item> {
  readonly label: string;
  readonly pages: RecordPages<Item>;
  /** Stable, so that rows that are scrolled are not rendered again. */
  readonly columns: readonly Column<Item>[];
  readonly keyOf: (item: Item) => string;
  readonly onOpen: (item: Item) => void;
  readonly empty: ReactNode;
}

/** Rows beyond the edges that are rendered too. */
const OVERSCAN = 12;

/** Pixels that a list of many rows has at least, where the page has less room. */
const LEAST_HEIGHT = 280;

/** A list of any length, of which only the rows in view are in the document. */
export function RecordTable<Item>(props: RecordTableProps<Item>) {
  const { label, pages, empty } = props;
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const columns = useShownColumns(props.columns);
  const hasSecondLine = !useIsShownFrom()('sm');
  const rowHeight = hasSecondLine ? 58 : 40;
  const { length } = pages.rows ?? [];
  if (pages.rows !== undefined && length === 0) return <>{empty}</>;
  return (
    <Box className="records" mih={Math.min(LEAST_HEIGHT, length * rowHeight)}>
      <NewerButton pages={pages} onShow={() => scroller?.scrollTo({ top: 0 })} />
      <div
        ref={setScroller}
        className="records-scroller"
        onScroll={({ currentTarget }) => pages.noteAtTop(currentTarget.scrollTop < rowHeight)}
      >
        <Table
          stickyHeader
          layout="fixed"
          aria-label={label}
          aria-description={text.keys}
          aria-rowcount={length + 1}
        >
          <Headings columns={columns} />
          <SecondLineContext value={hasSecondLine}>
            <Records {...props} columns={columns} scroller={scroller} rowHeight={rowHeight} />
          </SecondLineContext>
        </Table>
        {pages.rows === undefined || pages.isLoadingMore ? (
          <Center p="md">
            <Loader size="xs" role="status" aria-label={text.loadingMore} />
          </Center>
        ) : null}
      </div>
    </Box>
  );
}

interface RecordsProps<Item> extends Pick<RecordTableProps<Item>, 'pages' | 'columns' | 'keyOf' | 'onOpen'> {
  readonly scroller: HTMLDivElement | null;
  /** Pixels. */
  readonly rowHeight: number;
}

/** The rows in view. They alone are rendered again while the list is scrolled. */
function Records<Item>({ pages, columns, keyOf, onOpen, scroller, rowHeight }: RecordsProps<Item>) {
  const rows = pages.rows ?? [];
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
  });
  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight]);
  const items = virtualizer.getVirtualItems();
  const last = items.at(-1);
  const isAtEnd = last !== undefined && last.index >= rows.length - OVERSCAN;
  const { hasMore, isLoadingMore, loadMore } = pages;
  useEffect(() => {
    if (isAtEnd && hasMore && !isLoadingMore) loadMore();
  }, [isAtEnd, hasMore, isLoadingMore, loadMore]);
  const move = (index: number) => focusRow(scroller, index, () => virtualizer.scrollToIndex(index));
  return (
    <tbody onKeyDown={(event) => moveByKey(event, rows.length, move)}>
      <Spacer height={items[0]?.start ?? 0} />
      {items.map(({ index }) => {
        const item = rows[index];
        if (item === undefined) return null;
        return (
          <Row
            key={keyOf(item)}
            item={item}
            index={index}
            height={rowHeight}
            columns={columns as readonly Column<unknown>[]}
            onOpen={onOpen as (item: unknown) => void}
          />
        );
      })}
      <Spacer height={virtualizer.getTotalSize() - (last?.end ?? 0)} />
    </tbody>
  );
}

function NewerButton<Item>({
  pages,
  onShow,
}: {
  readonly pages: RecordPages<Item>;
  readonly onShow: () => void;
}) {
  if (pages.newer === 0) return null;
  const show = () => {
    onShow();
    pages.showNewer();
  };
  return (
    <Button className="records-newer" radius="xl" leftSection={<ArrowUpIcon width={14} />} onClick={show}>
      {text.newer(pages.newer)}
    </Button>
  );
}

/** The columns that the window is wide enough for. */
export function useShownColumns<Item>(columns: readonly Column<Item>[]): readonly Column<Item>[] {
  const isShownFrom = useIsShownFrom();
  return useMemo(() => columns.filter(({ visibleFrom }) => isShownFrom(visibleFrom)), [columns, isShownFrom]);
}

/** The head of a table. What a single column holds is seen without it. */
export function Headings<Item>({ columns }: { readonly columns: readonly Column<Item>[] }) {
  const isAlone = columns.length === 1;
  return (
    <Table.Thead>
      <Table.Tr {...(isAlone && { bd: 'none' })}>
        {columns.map(({ heading, isHeadingHidden = isAlone, width, align }) => (
          <Table.Th
            key={heading}
            {...(isAlone && { py: 0 })}
            {...(align !== undefined && { ta: align })}
            {...(width !== undefined && { w: width })}
          >
            {isHeadingHidden ? <VisuallyHidden>{heading}</VisuallyHidden> : heading}
          </Table.Th>
        ))}
      </Table.Tr>
    </Table.Thead>
  );
}

interface RowProps {
  readonly item: unknown;
  readonly index: number;
  readonly height: number;
  readonly columns: readonly Column<unknown>[];
  readonly onOpen: (item: unknown) => void;
}

const Row = memo(function Row({ item, index, height, columns, onOpen }: RowProps) {
  return (
    <tr
      data-index={index}
      aria-rowindex={index + 2}
      tabIndex={index === 0 ? 0 : -1}
      style={{ height }}
      className="record"
      onClick={() => onOpen(item)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.target === event.currentTarget) onOpen(item);
      }}
    >
      <Cells item={item} columns={columns} />
    </tr>
  );
});

interface CellsProps<Item> {
  readonly item: Item;
  readonly columns: readonly Column<Item>[];
}

/** What a row of a table holds. Its elements are plain, since hundreds of them come into view while a list is scrolled. */
export function Cells<Item>({ item, columns }: CellsProps<Item>) {
  return columns.map(({ heading, align, cell }) => (
    <td key={heading} className={align === undefined ? 'cell' : `cell cell-${align}`}>
      {cell(item)}
    </td>
  ));
}

/**
 * Stands for the rows that are not in the document. It has one cell: a cell across all columns would take room from those
 * that are seen for those that a small screen hides.
 */
function Spacer({ height }: { readonly height: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden>
      <td style={{ height, padding: 0 }} />
    </tr>
  );
}

const steps: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  j: 1,
  ArrowUp: -1,
  k: -1,
  PageDown: 10,
  PageUp: -10,
  Home: -Infinity,
  End: Infinity,
};

function moveByKey(event: KeyboardEvent, count: number, move: (index: number) => void): void {
  const step = steps[event.key];
  const at = (event.target as HTMLElement).closest<HTMLElement>('[data-index]')?.dataset['index'];
  if (step === undefined || at === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  move(Math.max(0, Math.min(count - 1, Number(at) + step)));
}

/** Frames until a row that was far out of view is in the document. */
const FRAMES = 10;

function focusRow(scroller: HTMLElement | null, index: number, scrollTo: () => void): void {
  const focus = (frames: number) => {
    const row = scroller?.querySelector<HTMLElement>(`[data-index="${index}"]`);
    if (row != null) row.focus();
    else if (frames > 0) requestAnimationFrame(() => focus(frames - 1));
  };
  scrollTo();
  focus(FRAMES);
}
