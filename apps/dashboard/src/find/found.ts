import type { Environment, Found, FoundKind, Place, Search } from '../api/types.ts';

/** Something that was found, and where. */
export interface PlacedItem {
  readonly place: Place;
  readonly item: Found;
}

/** The kinds in the order in which they are shown. */
const kinds: readonly FoundKind[] = ['invocation', 'event', 'rejected-event', 'webhook'];

const areas: Readonly<Record<FoundKind, string>> = {
  invocation: 'invocations',
  event: 'events',
  'rejected-event': 'rejected',
  webhook: 'webhooks',
};

/** The page of a thing. */
export function pathOf({ place, item }: PlacedItem): string {
  return `${rootOf(place)}/${areas[item.kind]}/${item.id}`;
}

function rootOf({ tenant, environment }: Place): string {
  return `/t/${encodeURIComponent(tenant)}/${environment}`;
}

/**
 * The one thing that was found. An event and its invocations are one: where there is a single invocation, that; else the
 * event, whose page lists them.
 * @returns undefined where nothing was found, or several things
 */
export function theOneThing({ items, more }: Pick<Search, 'items' | 'more'>): Found | undefined {
  if (more.length > 0) return undefined;
  const [first, second] = items;
  if (first === undefined || second === undefined) return first;
  const events = new Set(items.map(eventOf));
  if (events.size > 1 || events.has(undefined)) return undefined;
  const invocations = items.filter(({ kind }) => kind === 'invocation');
  return invocations.length === 1 ? invocations[0] : items.find(({ kind }) => kind === 'event');
}

function eventOf(item: Found): string | undefined {
  if (item.kind === 'invocation') return item.eventUid;
  return item.kind === 'event' ? item.id : undefined;
}

/** What was found in several environments, by kind; that of the first environment comes first. */
export function groupFound(
  tenant: string,
  answers: readonly (readonly [environment: Environment, answer: Search])[],
): readonly (readonly [kind: FoundKind, items: readonly PlacedItem[]])[] {
  const placed = answers.flatMap(([environment, { items }]) =>
    items.map((item) => ({ place: { tenant, environment }, item })),
  );
  return kinds
    .map((kind) => [kind, placed.filter(({ item }) => item.kind === kind)] as const)
    .filter(([, items]) => items.length > 0);
}
