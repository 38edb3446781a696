import { objectMembers } from '@casewire/events';
import type { Family, LevelMembers } from './family.ts';

/** What the `data` of an event says about its levels and subject; what it does not say is absent. */
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

/** Text of a member that is a string or a number; a number keeps its spelling. */
function textOf(
  members: ReadonlyMap<string, Buffer>,
  level: keyof LevelMembers,
  member: string | undefined,
): LevelMembers {
  const raw = member === undefined ? undefined : members.get(member);
  if (raw === undefined) return {};
  const value: unknown = JSON.parse(raw.toString('utf8'));
  if (typeof value === 'string') return { [level]: value };
  return typeof value === 'number' ? { [level]: raw.toString('utf8') } : {};
}
