import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '@casewire/testing';
import { workflowData, workflowEvent } from '../support/events.ts';
import type { AcceptedEvent } from './log.ts';
import type { Publisher } from './publishers.ts';
import type { Stream } from './streams.ts';

/** A steady load, whatever becomes of it. */
export interface SteadyLoad {
  /** What was accepted so far. */
  readonly accepted: readonly AcceptedEvent[];
  /** Events that are due or published and not accepted. */
  waiting(): number;
  /** Makes no more events and waits until all are accepted. @throws Error if some are not after a minute */
  stop(): Promise<void>;
}

type PlannedEvent = Omit<AcceptedEvent, 'publishedAt' | 'acceptedAt'>;

const TICK_MS = 20;
const MAX_BATCH = 200;
const DRAIN_DEADLINE_MS = 60_000;

/**
 * Events of one stream come at their rate whether or not those before were accepted. They are published in turn, one batch
 * at a time, each again until it is accepted: so those of one subject are accepted in their order.
 */
export function startStream(stream: Stream, tenantId: string, publisher: Publisher): SteadyLoad {
  const accepted: AcceptedEvent[] = [];
  const queue: PlannedEvent[] = [];
  const ended = new AbortController();
  let underWay = 0;

  const makeEvents = async (): Promise<void> => {
    const startedAt = performance.now();
    let made = 0;
    while (!ended.signal.aborted) {
      const due = Math.floor(((performance.now() - startedAt) * stream.perSecond) / 1_000);
      for (; made < due; made++) queue.push(plannedEvent(stream, made));
      await delay(TICK_MS);
    }
  };
  const publishBatch = async (): Promise<void> => {
    const batch = queue.splice(0, MAX_BATCH);
    underWay = batch.length;
    const publishedAt = Date.now();
    await publisher.publish(batch.map((event) => cloudEvent(tenantId, event)));
    const acceptedAt = Date.now();
    accepted.push(...batch.map((event) => ({ ...event, publishedAt, acceptedAt })));
    underWay = 0;
  };
  const publish = async (): Promise<void> => {
    while (!ended.signal.aborted || queue.length > 0) {
      if (queue.length > 0) await publishBatch();
      await delay(TICK_MS);
    }
  };
  const finished = Promise.all([makeEvents(), publish()]);
  // `stop` reports it: until then a failure must not end the run.
  finished.catch(() => undefined);
  const waiting = () => queue.length + underWay;
  return {
    accepted,
    waiting,
    stop: async () => {
      ended.abort();
      await eventually(
        () => {
          if (waiting() > 0) throw new Error(`${waiting()} events of ${stream.name} were never accepted`);
        },
        { deadlineMs: DRAIN_DEADLINE_MS },
      );
      await finished;
    },
  };
}

function plannedEvent({ name, subjects }: Stream, number: number): PlannedEvent {
  const place = Math.floor(number / subjects);
  const subject = `${name}-${number % subjects}`;
  return { stream: name, id: `${subject}.${place}`, subject, place };
}

/** The receiver finds the event's id in the context. */
function cloudEvent(tenantId: string, { id, subject }: PlannedEvent): object {
  return workflowEvent(tenantId, {
    id,
    subject,
    time: new Date().toISOString(),
    data: workflowData({ workflowRuntimeId: subject, context: { mark: id, note: 'x'.repeat(300) } }),
  });
}

const mark = /"mark":"([^"]+)"/;

/** The id of the event that a delivery's body is about; undefined if the body is none of this load's. */
export function eventIdOf(body: Buffer): string | undefined {
  return mark.exec(body.toString())?.[1];
}
