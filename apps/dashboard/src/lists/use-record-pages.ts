import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Cursor, Page } from '../api/types.ts';
import { POLL_MS } from '../app/query-client.ts';

/** The most that the API gives at once. */
const PAGE_SIZE = 100;

/** What a list reads. */
export interface RecordPagesOptions<Item> {
  /** Names the list, with its filters. */
  readonly queryKey: readonly unknown[];
  readonly read: (query: Cursor & { limit: number }, signal: AbortSignal) => Promise<Page<Item>>;
  /** What cursors and addresses name an item by. Stable, so that rows that are scrolled are not rendered again. */
  readonly keyOf: (item: Item) => string;
  /** Whether new items come at the beginning of the list. Default: they do. */
  readonly newestFirst?: boolean;
}

/** The key of what has an id. */
export const idOf = ({ id }: { readonly id: string }): string => id;

/** A list that is read page by page as it is scrolled. */
export interface RecordPages<Item> {
  /** Undefined while the first page is read. */
  readonly rows: readonly Item[] | undefined;
  readonly error: Error | null;
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly loadMore: () => void;
  /** Items that have come since, and are not shown so that nothing moves below the reader; a full page means more. */
  readonly newer: number;
  /** Shows them: the list begins anew. */
  readonly showNewer: () => void;
  /** Tells whether the reader is at the beginning: there, new items appear by themselves. */
  readonly noteAtTop: (isAtTop: boolean) => void;
  readonly refetch: () => void;
}

/** Reads a list by its keyset. While the reader is at its beginning, it is read again every few seconds. */
export function useRecordPages<Item>(options: RecordPagesOptions<Item>): RecordPages<Item> {
  const { queryKey, read, keyOf } = options;
  const queryClient = useQueryClient();
  const [isAtTop, noteAtTop] = useState(true);
  const { data, error, ...query } = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => read({ ...pageParam, limit: PAGE_SIZE }, signal),
    initialPageParam: {},
    getNextPageParam: ({ data: items, hasNext }): Cursor | undefined => {
      const last = items.at(-1);
      return hasNext && last !== undefined ? { after: keyOf(last) } : undefined;
    },
    refetchInterval: ({ state }) => (isAtTop && (state.data?.pages.length ?? 0) <= 1 ? POLL_MS : false),
    // Other filters of the same list leave what is shown until their first page has come.
    placeholderData: (last, query) => (isSameList(query?.queryKey, queryKey) ? last : undefined),
  });
  const rows = data?.pages.flatMap((page) => page.data);
  const newer = useNewer(options, rows?.[0], !isAtTop || (data?.pages.length ?? 0) > 1);
  return {
    rows,
    error: rows === undefined ? error : null,
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    loadMore: () => void query.fetchNextPage({ cancelRefetch: false }),
    newer,
    showNewer: () => void queryClient.resetQueries({ queryKey }),
    noteAtTop,
    refetch: () => void query.refetch(),
  };
}

/** Whether two keys name the same list, apart from their last part: its filters. */
function isSameList(one: readonly unknown[] | undefined, other: readonly unknown[]): boolean {
  return JSON.stringify(one?.slice(0, -1)) === JSON.stringify(other.slice(0, -1));
}

/** How many items stand before the first one that is shown. */
function useNewer<Item>(
  { queryKey, read, keyOf, newestFirst = true }: RecordPagesOptions<Item>,
  first: Item | undefined,
  isWanted: boolean,
): number {
  const before = first === undefined ? '' : keyOf(first);
  const { data } = useQuery({
    queryKey: [...queryKey, 'newer', before],
    queryFn: ({ signal }) => read({ before, limit: PAGE_SIZE }, signal),
    enabled: isWanted && newestFirst && before !== '',
    refetchInterval: POLL_MS,
  });
  return isWanted ? (data?.data.length ?? 0) : 0;
}
