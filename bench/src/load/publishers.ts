import type { Producer } from 'kafkajs';
import { Pool } from 'undici';
import type { HostileEvent } from '@casewire/testing/generators';
import { eventOf } from './event.ts';

/** Publishes so many events together: in one produce request, or in one HTTP request. Resolves when they are acknowledged. */
type Publish = (count: number) => Promise<void>;

/** The ways into a system. */
export interface Publishers {
  readonly kafka: Publish;
  readonly http: Publish;
}

const HTTP_CONNECTIONS = 256;
const HTTP_DEADLINE_MS = 30_000;

/** @param event of what kind they are */
export async function publishToKafka(
  producer: Producer,
  topic: string,
  count: number,
  event: HostileEvent,
): Promise<void> {
  await producer.send({
    topic,
    acks: -1,
    messages: Array.from({ length: count }, () => ({
      value: eventOf(event),
      headers: { 'content-type': 'application/cloudevents+json' },
    })),
  });
}

/** Publishes to `POST /v1/events`. A single event is sent as such, more of them as a batch. */
export class HttpPublisher {
  readonly #pool: Pool;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #event: HostileEvent;

  /** @param url of the gateway @param key of the tenant */
  constructor(url: string, key: string, event: HostileEvent) {
    this.#pool = new Pool(url, { connections: HTTP_CONNECTIONS });
    this.#headers = { authorization: `Bearer ${key}` };
    this.#event = event;
  }

  /** @throws Error unless every event is accepted */
  async publish(count: number): Promise<void> {
    const events = Array.from({ length: count }, () => eventOf(this.#event));
    const { statusCode, body } = await this.#pool.request({
      method: 'POST',
      path: '/v1/events',
      headers: {
        ...this.#headers,
        'content-type': `application/cloudevents${count === 1 ? '' : '-batch'}+json`,
      },
      body: count === 1 ? (events[0] ?? '') : `[${events.join(',')}]`,
      signal: AbortSignal.timeout(HTTP_DEADLINE_MS),
    });
    const text = await body.text();
    if (statusCode !== 202 || !text.includes('"rejected":[]'))
      throw new Error(`POST /v1/events was answered ${statusCode}: ${text.slice(0, 200)}`);
  }

  close(): Promise<void> {
    return this.#pool.destroy();
  }
}
