import { setTimeout as delay } from 'node:timers/promises';
import { Kafka, logLevel, Partitioners, type Producer } from 'kafkajs';

/** Publishes for one stream, as an upstream team would that wants nothing lost. */
export interface Publisher {
  /** Resolves when all events are accepted. Publishes them again, with the same ids, until then. */
  publish(events: readonly object[]): Promise<void>;
  /** Other answers than 202 by their status, and failures without one by their kind; how often each came. */
  readonly troubles: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

const PAUSE_MS = 200;
const REQUEST_DEADLINE_MS = 10_000;
/** Bodies of at most 4 MiB, and answers soon enough to know where a publisher is. */
const MAX_HTTP_BATCH = 100;

/** @param key of the tenant */
export function httpPublisher(url: string, key: string): Publisher {
  const { troubles, note } = tally();
  const closed = new AbortController();
  const post = async (events: readonly object[]): Promise<boolean> => {
    const response = await fetch(`${url}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/cloudevents-batch+json' },
      body: JSON.stringify(events),
      signal: AbortSignal.any([closed.signal, AbortSignal.timeout(REQUEST_DEADLINE_MS)]),
    });
    const text = await response.text();
    if (response.status !== 202) {
      note(String(response.status));
      return false;
    }
    const { accepted, rejected } = JSON.parse(text) as Record<'accepted' | 'rejected', unknown[]>;
    const isWhole = rejected.length === 0 && accepted.length === events.length;
    if (!isWhole) note(`202 with ${text.slice(0, 200)}`);
    return isWhole;
  };
  return {
    troubles,
    publish: async (events) => {
      for (let sent = 0; sent < events.length; sent += MAX_HTTP_BATCH) {
        const batch = events.slice(sent, sent + MAX_HTTP_BATCH);
        await untilAccepted(() => post(batch), closed.signal, note);
      }
    },
    close: () => {
      closed.abort();
      return Promise.resolve();
    },
  };
}

/** An idempotent producer of plain kafkajs. One that has failed is replaced: it cannot know what was appended. */
export function kafkaPublisher(brokers: readonly string[], topic: string): Publisher {
  const { troubles, note } = tally();
  const closed = new AbortController();
  const kafka = new Kafka({
    clientId: 'upstream',
    brokers: [...brokers],
    logLevel: logLevel.NOTHING,
    connectionTimeout: 3_000,
    requestTimeout: REQUEST_DEADLINE_MS,
    retry: { retries: 3 },
  });
  let producer: Producer | undefined;
  const send = async (events: readonly object[]): Promise<boolean> => {
    producer ??= await connected(kafka);
    try {
      await producer.send({ topic, acks: -1, messages: events.map(toMessage) });
      return true;
    } catch (error) {
      const failed = producer;
      producer = undefined;
      failed.disconnect().catch(() => undefined);
      throw error;
    }
  };
  return {
    troubles,
    publish: (events) => untilAccepted(() => send(events), closed.signal, note),
    close: async () => {
      closed.abort();
      await producer?.disconnect();
    },
  };
}

async function connected(kafka: Kafka): Promise<Producer> {
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  try {
    await producer.connect();
  } catch (error) {
    await producer.disconnect();
    throw error;
  }
  return producer;
}

function toMessage(event: object) {
  return {
    key: (event as { subject: string }).subject,
    value: JSON.stringify(event),
    headers: { 'content-type': 'application/cloudevents+json' },
  };
}

async function untilAccepted(
  attempt: () => Promise<boolean>,
  closed: AbortSignal,
  note: (trouble: string) => void,
): Promise<void> {
  while (!closed.aborted) {
    try {
      if (await attempt()) return;
    } catch (error) {
      note(error instanceof Error ? error.name : 'unknown');
    }
    await delay(PAUSE_MS);
  }
  throw new Error('the publisher was closed');
}

function tally(): { troubles: Map<string, number>; note: (trouble: string) => void } {
  const troubles = new Map<string, number>();
  return { troubles, note: (trouble) => troubles.set(trouble, (troubles.get(trouble) ?? 0) + 1) };
}
