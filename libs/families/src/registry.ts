import { ballerine } from './ballerine/family.ts';
import type { Family } from './family.ts';
import { own } from './own/family.ts';

/** Every family; `own` stands for the types that tenants register themselves. */
export const families: readonly Family[] = [ballerine, own];

const byName = new Map(families.map((family) => [family.name, family]));
const byType = new Map(
  families.flatMap((family) => family.eventTypes.map(({ type }) => [type, family] as const)),
);

/** The family of that name, or undefined. */
export function familyNamed(name: string): Family | undefined {
  return byName.get(name);
}

/** The family whose catalogue has the event type; `own` for every other type. */
export function familyOfType(type: string): Family {
  return byType.get(type) ?? own;
}
