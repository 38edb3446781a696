import type { Pool } from '@casewire/database';
import {
  findEvents,
  findEventsAbove,
  lastEventSeq,
  type EventStretch,
  type PlacedEvent,
} from '@casewire/event-store';
import { invocationId, type AcceptedEvent, type TenantScope } from '@casewire/events';
import {
  contentOfDelivery,
  findKnownIds,
  firstFact,
  withinBytes,
  type InvocationUpdate,
  type Replay,
  type ReplayFilter,
  type ReplayStep,
} from '@casewire/invocation-ledger';
import { listensTo, scopeKeysCovering } from '@casewire/matching-rules';
import {
  beginInvocation,
  decidePayloads,
  EventContent,
  meteredTogether,
  type BeginningSettings,
  type BegunInvocation,
  type Metered,
} from '@casewire/payloads';
import { findPreviousState } from '@casewire/run-store';
import { findMatchingWebhooks, type MatchCandidate, type ReplayTarget } from '@casewire/subscription-store';

/** Events that one statement looks at, at most. */
const PAGE = 1_000;

/** How many events a step looks at for each that it may start: where most are missing, few are looked at in vain. */
const EVENTS_PER_START = 10;

/** Events that a count looks at: it must not take long. */
const MAX_LOOKED_AT = 100_000;

/** Data of events that one step reads at most. */
const DATA_BYTES = 16 * 1024 * 1024;

type Client = Pick<Pool, 'query'>;
type Listening = Pick<ReplayTarget, 'webhookId' | 'events' | 'scopeKey'>;

/** An event that a webhook listens to and has no invocation of. */
interface MissingEvent extends PlacedEvent {
  readonly bodyBytes: number;
}

/**
 * What there is to send, at the time of the request: events that the webhook's level and patterns cover and that have no
 * invocation. Its filter and its states are asked when each is sent, so fewer may be. Events behind the first 100,000 are
 * not counted.
 */
export async function countMissing(
  client: Client,
  target: ReplayTarget,
  filter: ReplayFilter,
): Promise<{ readonly count: number; readonly lastSeq: bigint }> {
  const lastSeq = await lastEventSeq(client, target);
  let count = 0;
  let passedSeq = 0n;
  for (let lookedAt = 0; lookedAt < MAX_LOOKED_AT; lookedAt += PAGE) {
    const events = await findPage(client, target, filter, { passedSeq, lastSeq, limit: PAGE });
    count += (await withoutInvocation(client, target, events)).length;
    const last = events.at(-1);
    if (last === undefined || events.length < PAGE) break;
    passedSeq = last.seq;
  }
  return { count, lastSeq };
}

/**
 * Looks for the next events that the webhook has no invocation of, and matches them to it by its settings of now. It may
 * find none although some follow.
 */
export async function findMissingStep(
  pool: Pool,
  replay: Replay,
  target: ReplayTarget,
  { limit, beginning }: { readonly limit: number; readonly beginning: BeginningSettings },
): Promise<ReplayStep> {
  const pageSize = Math.min(PAGE, EVENTS_PER_START * limit);
  const page = await findPage(pool, replay, replay, { ...replay, limit: pageSize });
  const missing = await withoutInvocation(pool, target, page);
  const taken = withinBytes(missing.slice(0, limit), DATA_BYTES);
  const isCut = taken.length < missing.length;
  const last = isCut ? taken.at(-1) : page.length < pageSize ? undefined : page.at(-1);
  const added = await begin(pool, target.webhookId, await readInOrder(pool, taken), beginning);
  return { again: [], added, passedSeq: last?.seq ?? replay.lastSeq };
}

function findPage(
  client: Client,
  scope: TenantScope,
  { eventType, subject, since, until }: ReplayFilter,
  stretch: EventStretch,
): Promise<PlacedEvent[]> {
  const filter = {
    type: eventType ?? undefined,
    subject: subject ?? undefined,
    since: new Date(since),
    until: new Date(until),
  };
  return findEventsAbove(client, scope, filter, stretch);
}

async function withoutInvocation(
  client: Client,
  { webhookId, events: patterns, scopeKey }: Listening,
  events: readonly PlacedEvent[],
): Promise<MissingEvent[]> {
  const covered = events
    .filter(
      ({ attributes }) =>
        listensTo(patterns, attributes.type) && scopeKeysCovering(levelIdsOf(attributes)).includes(scopeKey),
    )
    .map((event) => ({ ...event, bodyBytes: event.bytes, id: invocationId(event, webhookId) }));
  const known = await findKnownIds(
    client,
    covered.map(({ id }) => id),
  );
  return covered.filter(({ id }) => !known.has(id));
}

function levelIdsOf({ workflowdefinitionid, workflowruntimeid }: AcceptedEvent['attributes']) {
  return { definitionId: workflowdefinitionid, runtimeId: workflowruntimeid };
}

/** The events with their data, in the given order: ordered webhooks get them so. */
async function readInOrder(pool: Pool, placed: readonly PlacedEvent[]): Promise<AcceptedEvent[]> {
  if (placed.length === 0) return [];
  const events = await findEvents(
    pool,
    placed.map(({ uid }) => uid),
  );
  const byUid = new Map(events.map((event) => [event.uid, event]));
  return placed.flatMap(({ uid }) => byUid.get(uid) ?? []);
}

/** What all events of a step are matched with. */
interface Matching {
  readonly pool: Pool;
  readonly webhookId: string;
  readonly beginning: BeginningSettings;
  readonly within: Metered;
}

async function begin(
  pool: Pool,
  webhookId: string,
  events: readonly AcceptedEvent[],
  beginning: BeginningSettings,
): Promise<InvocationUpdate[]> {
  const listening = await findMatchingWebhooks(pool, events.map(toQuery));
  const matching = { pool, webhookId, beginning, within: meteredTogether() };
  const updates: InvocationUpdate[] = [];
  for (const [index, event] of events.entries()) {
    const begun = await beginOne(event, listening[index] ?? [], matching);
    if (begun !== undefined) updates.push(toUpdate(begun));
  }
  return updates;
}

/** Matches an event to the webhook. Other webhooks are asked only where they could take the event from it. */
async function beginOne(
  event: AcceptedEvent,
  listening: readonly MatchCandidate[],
  { pool, webhookId, beginning, within }: Matching,
): Promise<BegunInvocation | undefined> {
  const its = listening.filter((webhook) => webhook.webhookId === webhookId);
  if (its.length === 0) return undefined;
  const merge = listening[0]?.settings.subscriptionMerge;
  const asked = merge === 'override-per-event' ? listening : its;
  const needsState = asked.some(({ stateNames }) => stateNames !== null);
  const content = new EventContent(event, needsState ? await previousState(pool, event) : undefined);
  const decisions = await decidePayloads(content, asked, merge, beginning.dataUrlOf, within);
  const decision = decisions.find(({ webhook }) => webhook.webhookId === webhookId);
  return decision && beginInvocation(content, decision, beginning);
}

async function previousState(pool: Pool, { uid, attributes }: AcceptedEvent): Promise<string | undefined> {
  const { tenantid: tenantId, environment, workflowruntimeid: runId } = attributes;
  return runId === undefined ? undefined : findPreviousState(pool, { tenantId, environment, runId }, uid);
}

function toQuery({ attributes }: AcceptedEvent) {
  const { tenantid: tenantId, environment, type } = attributes;
  return { tenantId, environment, type, ...levelIdsOf(attributes) };
}

/** What the ledger writes of an invocation that begins. */
export function toUpdate(begun: BegunInvocation): InvocationUpdate {
  const content = contentOfDelivery(begun.delivery);
  if (begun.kind === 'failed')
    return { id: content.id, content, facts: [{ kind: 'refused-by-matching', reason: begun.reason }] };
  const orderingKey = begun.kind === 'ordered' ? begun.orderingKey : null;
  return { id: content.id, content: { ...content, body: begun.body }, facts: [firstFact(orderingKey)] };
}
