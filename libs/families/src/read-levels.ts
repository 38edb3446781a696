import { objectMembers } from '@casewire/events';
import type { Family, LevelMembers } from './family.ts';

/** The only spelling of an integer: levels are compared as text. */
const PLAIN_INTEGER = /^(?:0|-?[1-9]\d*)$/;

/** A level is a number in one of its other spellings, such as `42.0`. */
export class LevelSpellingError extends Error {
  override readonly name = 'LevelSpellingError';
  /** The member of `data` that holds it. */
  readonly member: string;

  constructor(level: keyof LevelMembers, member: string) {
    super(`must be written in plain digits, such as 42, to be compared with the ${level} of webhooks`);
    this.member = member;
  }
}

/**
 * What the `data` of an event says about its levels and subject; what it does not say is absent.
 * @throws LevelSpellingError
 */
export function readLevels({ levels }: Family, data: Buffer): LevelMembers {
  const { definition, runtime, subject } = levels;
  if (definition === undefined && runtime === undefined && subject === undefined) return {};
  const members = objectMembers(data);
  return {
    ...textOf(members, 'definition', definition),
    ...textOf(members, 'runtime', runtime),
    ...textOf(members, 'subject', subject),
  };
}

/** Text of a member that is a string or an integer, however many digits it has. */
function textOf(
  members: ReadonlyMap<string, Buffer>,
  level: keyof LevelMembers,
  member: string | undefined,
): LevelMembers {
  const raw = member === undefined ? undefined : members.get(member)?.toString('utf8');
  if (member === undefined || raw === undefined) return {};
  const value: unknown = JSON.parse(raw);
  if (typeof value === 'string') return { [level]: value };
  if (typeof value !== 'number') return {};
  if (!PLAIN_INTEGER.test(raw)) throw new LevelSpellingError(level, member);
  return { [level]: raw };
}
