import { isCasewireType } from '@casewire/events';
import { families, type EventType, type Family } from '@casewire/families';

/** One run of the demo tenant. */
export interface DemoRun {
  tenantId: string;
  definitionId: string;
  runtimeId: string;
}

/** A CloudEvent in structured mode. */
export type CloudEvent = Record<string, unknown> & { id: string; type: string; workflowruntimeid?: string };

/** A family with event types of its own that may be published: Casewire's own events are not. */
interface Teller {
  readonly family: Family;
  readonly types: readonly EventType[];
}

const tellers: readonly Teller[] = families
  .map((family) => ({ family, types: family.eventTypes.filter(({ type }) => !isCasewireType(type)) }))
  .filter(({ types }) => types.length > 0);

/** The family whose runs end. Its events are the story of one run; the event that ends the run is the last one. */
export const runTeller: Teller = inOrder(
  tellers.find(({ family }) => family.endsRun !== undefined) ?? fail('no family has runs that end'),
);

/** The other families. The story has one event of each. */
export const otherTellers: readonly Teller[] = tellers.filter(({ family }) => family !== runTeller.family);

/** The last event of the run, which `npm run send` publishes. */
export const finalEvent: EventType = runTeller.types.at(-1) ?? fail('the run has no events');

function inOrder({ family, types }: Teller): Teller {
  const ends = (type: EventType) => family.endsRun?.includes(type.type) === true;
  return { family, types: [...types.filter((type) => !ends(type)), ...types.filter(ends)] };
}

function fail(message: string): never {
  throw new Error(message);
}

/** One event of the run. @param id fresh for each event: an event with a repeated id is a duplicate */
export function runEvent(run: DemoRun, { type, example }: EventType, id: string, now: Date): CloudEvent {
  const { definition, runtime } = runTeller.family.levels;
  return {
    ...envelope(run.tenantId, type, id, now),
    workflowdefinitionid: run.definitionId,
    workflowruntimeid: run.runtimeId,
    correlationid: run.runtimeId,
    data: {
      ...(example as object),
      ...(definition !== undefined && { [definition]: run.definitionId }),
      ...(runtime !== undefined && { [runtime]: run.runtimeId }),
    },
  };
}

/** The whole story: the run's events, then the first of each other family's catalogue, as the catalogue shows them. */
export function storyEvents(run: DemoRun, newId: () => string, now: Date): CloudEvent[] {
  return [
    ...runTeller.types.map((type) => runEvent(run, type, newId(), now)),
    ...otherTellers.flatMap(({ types }) =>
      types
        .slice(0, 1)
        .map(({ type, example }) => ({ ...envelope(run.tenantId, type, newId(), now), data: example })),
    ),
  ];
}

function envelope(tenantId: string, type: string, id: string, now: Date) {
  return {
    specversion: '1.0',
    id,
    source: '/demonstration',
    type,
    time: now.toISOString(),
    datacontenttype: 'application/json',
    tenantid: tenantId,
    environment: 'sandbox',
  };
}
