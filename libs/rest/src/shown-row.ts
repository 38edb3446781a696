import { z } from 'zod';

/** What cannot be shown of a stored row. */
export interface RowProblem {
  /** The member that is null instead. */
  readonly path: string;
  readonly message: string;
}

/** The member of a view that tells what is wrong with its row, for the API description. */
export const rowProblemsSchema = z
  .array(z.object({ path: z.string(), message: z.string() }))
  .optional()
  .describe(
    'Only where a part of what is stored cannot be shown: each member that is null for this, and why.',
  );

type Makers<View> = { readonly [Name in keyof View]: () => View[Name] };

/**
 * Makes the view of a stored row, member by member. A member that cannot be made of what the row holds is null, and
 * `problems` says why: no row makes its page or its own answer fail. Rows that this version cannot read were written by
 * another one, or came from a backup, or by hand.
 */
export function shownRow<View extends object>(
  makers: Makers<View>,
): View & { readonly problems?: readonly RowProblem[] } {
  const problems: RowProblem[] = [];
  const members = Object.entries<() => unknown>(makers).map(([name, make]) => {
    try {
      return [name, make()];
    } catch (error) {
      problems.push({ path: name, message: error instanceof Error ? error.message : String(error) });
      return [name, null];
    }
  });
  return { ...(Object.fromEntries(members) as View), ...(problems.length > 0 && { problems }) };
}

/**
 * An instant of a row in RFC 3339.
 * @param at a Date or milliseconds since the epoch; PostgreSQL's `infinity` is a number that no Date has
 * @throws RangeError if it is no date that can be printed
 */
export function shownInstant(at: Date | number): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) throw new RangeError(`is stored as ${String(at)}, which is no instant`);
  return date.toISOString();
}
