import { z } from 'zod';

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

/**
 * Parameters of every list, to spread into its query schema: `z.strictObject({ ...pageParameters(), type: ... })`.
 * `after` and `before` are ids of the listed things, both exclusive.
 */
export function pageParameters({ defaultLimit = 20 } = {}) {
  return {
    limit: queryInteger({ min: 1, max: MAX_LIMIT }).default(defaultLimit),
    after: z.string().min(1).max(200).optional().describe('The page after this id, in the chosen order.'),
    before: z.string().min(1).max(200).optional().describe('The page before this id, in the chosen order.'),
    order: z.enum(['desc', 'asc']).default('desc').describe('Newest first (`desc`) or oldest first (`asc`).'),
  };
}

/** The query of a list that has no filters. */
export const pageQuery = z.strictObject(pageParameters());

export type PageQuery = z.infer<typeof pageQuery>;
