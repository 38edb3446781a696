import {
  decodeAcceptedRecord,
  isRematch,
  MalformedRecordError,
  uuidTimestampMs,
  type AcceptedEvent,
} from '@casewire/events';
import {
  RecordTooLargeError,
  type BatchHandler,
  type KafkaRecord,
  type OutgoingRecord,
  type RecordBatch,
  type SendOptions,
  type Settlement,
} from '@casewire/kafka';
import type { Pool } from '@casewire/database';
import type { Logger } from '@casewire/observability';
import {
  decidePayloads,
  EventContent,
  meteredTogether,
  type Decision,
  type Metered,
} from '@casewire/payloads';
import { holderKey } from '@casewire/shares';
import { endsRun, stateToldBy } from '@casewire/families';
import {
  recordRunEnds,
  recordStateChanges,
  type EndedRun,
  type Run,
  type ToldStateChange,
} from '@casewire/run-store';
import {
  findMatchingWebhooks,
  findRunsWithEndingWebhooks,
  type MatchCandidate,
} from '@casewire/subscription-store';
import type { MatchingMetrics } from './matching-metrics.ts';
import { prepareDelivery, type Occasion, type PreparationSettings } from './prepare-delivery.ts';

/** Produces records with acks=all, in the given order per partition. */
export interface RecordSink {
  send(record: OutgoingRecord, options?: SendOptions): Promise<void>;
}

/** An event with the webhooks whose level and patterns cover it. */
interface Match {
  readonly content: EventContent;
  readonly webhooks: readonly MatchCandidate[];
  readonly occasion: Occasion;
  /** Whether this process still answers for the event. */
  readonly isWanted: () => boolean;
}

/** The record of an invocation, and the one in its place if its topic refuses it. */
interface Start {
  readonly record: OutgoingRecord;
  readonly ifRefused: () => OutgoingRecord | undefined;
}

/** Finds the webhooks of accepted events and starts one invocation for each. */
export class EventMatcher {
  readonly #pool: Pool;
  readonly #sink: RecordSink;
  readonly #settings: PreparationSettings;
  readonly #metrics: MatchingMetrics;
  readonly #logger: Logger;

  constructor(
    pool: Pool,
    sink: RecordSink,
    settings: PreparationSettings,
    observers: { readonly metrics: MatchingMetrics; readonly logger: Logger },
  ) {
    this.#pool = pool;
    this.#sink = sink;
    this.#settings = settings;
    this.#metrics = observers.metrics;
    this.#logger = observers.logger;
  }

  /**
   * Asks for the webhooks of all events in one query. The state that each run was in before its event is stored once,
   * before anything is produced: events that are processed again are then decided alike. An event is settled when all that
   * it started is acknowledged; the next batch does not wait for that.
   */
  async match({ records, isHeld }: Pick<RecordBatch, 'records' | 'isHeld'>): ReturnType<BatchHandler> {
    const readings = records.map(read);
    const taken = readings.filter((reading) => reading.kind === 'event');
    const events = taken.map(({ event }) => event);
    const [webhooks, previousStates] = await Promise.all([
      findMatchingWebhooks(this.#pool, events.map(toQuery)),
      recordStateChanges(this.#pool, toldStateChanges(events)),
    ]);
    await recordRunEnds(this.#pool, await findRunsWithEndingWebhooks(this.#pool, toldRunEnds(events)));
    const matches = taken.map(({ event, record, occasion }, index) => ({
      content: new EventContent(event, previousStates.get(event.uid) ?? undefined),
      webhooks: listening(event, webhooks[index] ?? [], occasion),
      occasion,
      isWanted: () => isHeld(record),
    }));
    const produced = await this.#startAll(matches);
    return readings.map((reading) =>
      reading.kind === 'event' ? (produced.get(reading.event) ?? done) : reading,
    );
  }

  /**
   * Tenants take turns, so that none waits for another one's filters and transforms. Each has a pool of steps in each
   * environment. The events of a tenant keep their order. What an event starts is produced as soon as it is decided.
   */
  async #startAll(matches: readonly Match[]): Promise<ReadonlyMap<AcceptedEvent, Promise<Settlement>>> {
    const produced = new Map<AcceptedEvent, Promise<Settlement>>();
    const holders = Map.groupBy(matches, ({ content }) => holderOfEvent(content.event));
    await Promise.all(
      [...holders.values()].map(async (ofHolder) => {
        const within = meteredTogether();
        for (const match of ofHolder) {
          const started = this.#prepare(match, within);
          const settled = started.then((records) => this.#produce(records, match));
          // Awaited when the whole batch is decided: a failure of one event before that concerns no other.
          settled.catch(() => undefined);
          produced.set(match.content.event, settled);
          await started.catch(() => undefined);
        }
      }),
    );
    return produced;
  }

  async #prepare({ content, webhooks, occasion }: Match, within: Metered): Promise<Start[]> {
    const merge = webhooks[0]?.settings.subscriptionMerge;
    const decisions = await decidePayloads(content, webhooks, merge, this.#settings.dataUrlOf, within);
    const started = decisions.flatMap((decision) => this.#toStart(content, decision, occasion) ?? []);
    if (occasion === 'first') this.#observe(content.event, started.length);
    return started;
  }

  #toStart(content: EventContent, decision: Decision<MatchCandidate>, occasion: Occasion): Start | undefined {
    const record = prepareDelivery(content, decision, occasion, this.#settings);
    const noBody = { ...this.#settings, maxBodyBytes: -1 };
    return record && { record, ifRefused: () => prepareDelivery(content, decision, occasion, noBody) };
  }

  /**
   * Each record is sent until it is on its topic: if an event were matched again because of one of its records, the
   * invocations of the others would start twice.
   */
  async #produce(started: readonly Start[], { isWanted }: Match): Promise<Settlement> {
    const settlements = await Promise.all(
      started.map(async ({ record, ifRefused }) => {
        if (await this.#isTaken(record, isWanted)) return done;
        const instead = ifRefused();
        return instead !== undefined && (await this.#isTaken(instead, isWanted)) ? done : refused;
      }),
    );
    return settlements.find(({ kind }) => kind !== 'done') ?? done;
  }

  /** Returns false if the record's topic refuses it. */
  async #isTaken(record: OutgoingRecord, isWanted: () => boolean): Promise<boolean> {
    try {
      await this.#sink.send(record, { isWanted });
      return true;
    } catch (error) {
      if (error instanceof RecordTooLargeError) return false;
      throw error;
    }
  }

  #observe(event: AcceptedEvent, matched: number): void {
    const outcome = matched === 0 ? 'unmatched' : 'matched';
    this.#metrics.events.inc({ outcome });
    this.#metrics.invocations.inc(matched);
    this.#logger.debug({ eventUid: event.uid, matched }, 'event matched');
  }
}

function holderOfEvent({ attributes: { tenantid: tenantId, environment } }: AcceptedEvent): string {
  return holderKey({ tenantId, environment });
}

const done: Settlement = { kind: 'done' };
const refused: Settlement = {
  kind: 'dead-letter',
  reason: 'handler-fault',
  detail: 'a topic refuses a record that the event leads to',
};

/** A rematch is for the webhooks that existed when the event was accepted: their ids hold the time. */
function listening(
  { acceptedAt }: AcceptedEvent,
  webhooks: readonly MatchCandidate[],
  occasion: Occasion,
): readonly MatchCandidate[] {
  if (occasion === 'first') return webhooks;
  return webhooks.filter(({ webhookId }) => uuidTimestampMs(webhookId) <= acceptedAt);
}

type Reading =
  | {
      readonly kind: 'event';
      readonly record: KafkaRecord;
      readonly event: AcceptedEvent;
      readonly occasion: Occasion;
    }
  | (Settlement & { readonly kind: 'dead-letter' });

function read(record: KafkaRecord): Reading {
  try {
    const { headers, value } = record;
    if (value === null) throw new MalformedRecordError('the record has no value');
    const occasion = isRematch(headers) ? 'rematch' : 'first';
    return { kind: 'event', record, event: decodeAcceptedRecord(headers, value), occasion };
  } catch (error) {
    if (!(error instanceof MalformedRecordError)) throw error;
    return { kind: 'dead-letter', reason: 'malformed-record', detail: error.message };
  }
}

function toQuery({ attributes }: AcceptedEvent) {
  return {
    tenantId: attributes.tenantid,
    environment: attributes.environment,
    type: attributes.type,
    definitionId: attributes.workflowdefinitionid,
    runtimeId: attributes.workflowruntimeid,
  };
}

/** The states that the events of a batch tell of their runs. */
function toldStateChanges(events: readonly AcceptedEvent[]): ToldStateChange[] {
  return events.flatMap((event) => {
    const run = runOf(event);
    const told = stateToldBy(event);
    return run === undefined || told === undefined ? [] : [{ ...run, ...told, eventUid: event.uid }];
  });
}

/** The runs that the events of a batch end. */
function toldRunEnds(events: readonly AcceptedEvent[]): EndedRun[] {
  return events.flatMap((event) => {
    const run = runOf(event);
    if (run === undefined || !endsRun(event.attributes.type)) return [];
    return [{ ...run, endedAt: new Date(event.acceptedAt) }];
  });
}

function runOf({ attributes }: AcceptedEvent): Run | undefined {
  const { tenantid, environment, workflowruntimeid } = attributes;
  return workflowruntimeid === undefined
    ? undefined
    : { tenantId: tenantid, environment, runId: workflowruntimeid };
}
