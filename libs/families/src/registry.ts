import { families } from './family-folders.ts';
import type { EventType, Family, LevelMembers } from './family.ts';
import { family as own } from './own/family.ts';

const byName = new Map(families.map((family) => [family.name, family]));
const byType = new Map(
  families.flatMap((family) => family.eventTypes.map(({ type }) => [type, family] as const)),
);

/** The family of that name, or undefined. */
export function familyNamed(name: string): Family | undefined {
  return byName.get(name);
}

/** The family whose catalogue has the event type; `own`, for the types that tenants register, if none has it. */
export function familyOfType(type: string): Family {
  return byType.get(type) ?? own;
}

/** The type of that name in the catalogues; undefined for the types that tenants register. */
export function eventTypeNamed(name: string): EventType | undefined {
  return familyOfType(name).eventTypes.find(({ type }) => type === name);
}

/**
 * Whether webhooks of a level can get events of a family: a member of `data` names the level or, for the types that
 * tenants register, an attribute of the event.
 */
export function hasLevel(family: Family, level: keyof LevelMembers): boolean {
  return family === own || family.levels[level] !== undefined;
}
