import { isDeepStrictEqual } from 'node:util';

/** A member of a thing that was changed. A value is absent where there was none, and where it is too long to be kept. */
export interface ChangedMember {
  readonly member: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

type Shown = Readonly<Record<string, unknown>>;

/** Characters of JSON that are kept of a value at most. Of a longer one, the entry says only that it was changed. */
const MAX_VALUE_CHARACTERS = 1_000;

/**
 * Compares a thing with what it was.
 * @param before as answers show it, without secrets; undefined for a new thing
 * @param after the same
 * @param secret members that have changed in a way that answers do not show, for instance by another password
 */
export function changedMembers(
  before: Shown | undefined,
  after: Shown,
  secret: readonly string[] = [],
): ChangedMember[] {
  const members = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after)])];
  return members
    .filter((member) => secret.includes(member) || !isDeepStrictEqual(before?.[member], after[member]))
    .map((member) => ({
      member,
      ...keptAs('before', before?.[member]),
      ...keptAs('after', after[member]),
    }));
}

function keptAs(name: 'before' | 'after', value: unknown): Shown {
  const json = JSON.stringify(value) as string | undefined;
  return json === undefined || json.length > MAX_VALUE_CHARACTERS ? {} : { [name]: value };
}
