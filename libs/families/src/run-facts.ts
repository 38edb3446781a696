import { objectMembers, type AcceptedEvent } from '@casewire/events';
import { families } from './family-folders.ts';
import { familyOfType } from './registry.ts';

/** What an event says about the state of its run. */
interface ToldState {
  readonly state: string;
  /** Undefined where the event does not say. */
  readonly previousState: string | undefined;
}

/** Every event type by which a run tells that it moved into a state. */
export const stateTellingTypes: readonly string[] = families.flatMap(({ states }) => states?.types ?? []);

/** The state that an event tells; undefined for types that tell none, and for an event that leaves it out. */
export function stateToldBy({ attributes, data }: AcceptedEvent): ToldState | undefined {
  const { states } = familyOfType(attributes.type);
  if (states?.types.includes(attributes.type) !== true) return undefined;
  const members = objectMembers(data);
  const state = textOf(members.get(states.state));
  return state === undefined
    ? undefined
    : { state, previousState: textOf(members.get(states.previousState)) };
}

/** Whether a run is over after an event of this type. */
export function endsRun(type: string): boolean {
  return familyOfType(type).endsRun?.includes(type) ?? false;
}

function textOf(raw: Buffer | undefined): string | undefined {
  const value: unknown = raw === undefined ? undefined : JSON.parse(raw.toString('utf8'));
  return typeof value === 'string' ? value : undefined;
}
