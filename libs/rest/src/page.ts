import { z } from 'zod';
import { Problem } from './problem.ts';

/** The most items of one page. */
const MAX_LIMIT = 100;

/** One page of a list. */
export interface Page<T> {
  readonly data: readonly T[];
  /** Whether another page follows, in the direction that was asked for. */
  readonly hasNext: boolean;
}

export function page<T>(data: readonly T[], hasNext: boolean): Page<T> {
  return { data, hasNext };
}

/** A page of such items, for the API description. */
export function pageSchema<T extends z.ZodType>(item: T) {
  return z.object({ data: z.array(item), hasNext: z.boolean() });
}

/** A whole number in a query string. */
function queryInteger({ min, max }: { min: number; max: number }) {
  return z
    .string()
    .regex(/^\d{1,15}$/, 'is not a whole number')
    .transform(Number)
    .pipe(z.number().min(min).max(max))
    .meta({ type: 'integer', minimum: min, maximum: max });
}

/** How many items a page has at most. */
export function pageLimit(defaultLimit = 20) {
  return queryInteger({ min: 1, max: MAX_LIMIT }).default(defaultLimit);
}

/**
 * The id of a thing, in a path, in a body or as a cursor, where ids are UUIDs. In lower case, as PostgreSQL writes them: the
 * audit and the ledger have ids as text, and secrets are sealed for the id of their webhook.
 */
export const uuidCursor = z.uuid().toLowerCase();

interface ListOptions {
  /** The form of a cursor. Default: text of 1 to 200 characters. */
  readonly cursor?: z.ZodType<string>;
  /** Default: 20. */
  readonly defaultLimit?: number;
  readonly defaultOrder?: 'desc' | 'asc';
  /** What the two orders mean. */
  readonly orders?: string;
}

function listParameters({
  cursor = z.string().min(1).max(200),
  defaultLimit,
  defaultOrder = 'desc',
  orders = 'Newest first (`desc`) or oldest first (`asc`).',
}: ListOptions) {
  return {
    limit: pageLimit(defaultLimit),
    after: cursor.optional().describe('The page after this item, in the chosen order. Not with `before`.'),
    before: cursor.optional().describe('The page before this item, in the chosen order. Not with `after`.'),
    order: z.enum(['desc', 'asc']).default(defaultOrder).describe(orders),
  };
}

/**
 * The query of a list. `after` and `before` are ids of listed things, exclusive, and one of them at a time. An id of
 * the wrong form is answered 400; the list itself answers `unknownCursor` for one that it has not.
 * @param filters the parameters of this list beside those of every list
 */
export function listQuery<Filters extends z.ZodRawShape>(options: ListOptions, filters: Filters) {
  return z.strictObject({ ...listParameters(options), ...filters }).check(({ value, issues }) => {
    const { after, before } = value as { after?: string; before?: string };
    if (after === undefined || before === undefined) return;
    const message = 'stands beside `after`: a page is after an item or before one';
    issues.push({ code: 'custom', input: before, path: ['before'], message });
  });
}

/** The place in a list at which a page begins or ends; undefined for the first page. */
export function cursorOf({ after, before }: Pick<PageQuery, 'after' | 'before'>): string | undefined {
  return after ?? before;
}

/** The answer to a cursor that a list has not: it never had it, or it is an item of another list, tenant or environment. */
export function unknownCursor(cursor: string): Problem {
  return new Problem('cursor-unknown', {
    detail: `this list has no item ${JSON.stringify(cursor)} to continue from`,
  });
}

/** The query of a list that has no filters. */
export const pageQuery = listQuery({}, {});

export type PageQuery = z.infer<typeof pageQuery>;
