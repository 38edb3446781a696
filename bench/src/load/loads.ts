import { setTimeout as delay } from 'node:timers/promises';
import type { Publishers } from './publishers.ts';

/** How much is published. */
export interface Effort {
  /** In a burst. */
  readonly burstEvents: number;
  /** At a rate, or by callers who wait for their answers. */
  readonly seconds: number;
}

/** Publishes, and resolves to the number of events when all are acknowledged. */
export type Load = (publishers: Publishers, effort: Effort) => Promise<number>;

const BURST_BATCH = 500;
/** A producer gathers for so long; single HTTP requests come when they come. */
const TICK_MS = { kafka: 10, http: 2 };
/** Requests that may be under way before the rate gives way. */
const MAX_UNDER_WAY = 256;

/** Every load by name: scenarios choose from them. */
export const loads = {
  'burst by Kafka': burst,
  '20/s by Kafka': steady('kafka', 20),
  '100/s by Kafka': steady('kafka', 100),
  '500/s by Kafka': steady('kafka', 500),
  '1,000/s by Kafka': steady('kafka', 1_000),
  '20/s by HTTP': steady('http', 20),
  '100/s by HTTP': steady('http', 100),
  '500/s by HTTP': steady('http', 500),
  'single HTTP requests, 32 at a time': callers(32, 1),
  'HTTP batches of 100, 4 at a time': callers(4, 100),
} satisfies Record<string, Load>;

export type LoadName = keyof typeof loads;

/** All at once by Kafka. */
async function burst({ kafka }: Publishers, { burstEvents }: Effort): Promise<number> {
  for (let sent = 0; sent < burstEvents; sent += BURST_BATCH)
    await kafka(Math.min(BURST_BATCH, burstEvents - sent));
  return burstEvents;
}

/** At a rate, whether or not those before are acknowledged. By HTTP, each event is a request of its own. */
function steady(way: keyof Publishers, perSecond: number): Load {
  return async (publishers, { seconds }) => {
    const publish = publishers[way];
    const events = Math.round(perSecond * seconds);
    const underWay = new UnderWay();
    const startedAt = performance.now();
    for (let sent = 0; sent < events;) {
      await delay(TICK_MS[way]);
      const due = Math.min(events, Math.floor(((performance.now() - startedAt) * perSecond) / 1_000)) - sent;
      if (way === 'http') for (let one = 0; one < due; one++) await underWay.start(() => publish(1));
      else if (due > 0) await underWay.start(() => publish(due));
      sent += due;
    }
    await underWay.end();
    return events;
  };
}

/** So many callers at a time, each of whom waits for the answer before the next request of so many events. */
function callers(count: number, events: number): Load {
  return async ({ http }, { seconds }) => {
    const endsAt = performance.now() + seconds * 1_000;
    let published = 0;
    const call = async (): Promise<void> => {
      do {
        await http(events);
        published += events;
      } while (performance.now() < endsAt);
    };
    await Promise.all(Array.from({ length: count }, call));
    return published;
  };
}

/** What was started and has not ended; at most `MAX_UNDER_WAY` at a time. */
class UnderWay {
  readonly #open = new Set<Promise<unknown>>();
  readonly #failures: unknown[] = [];

  /** Waits for room first. @throws the first failure of what was started before */
  async start(work: () => Promise<void>): Promise<void> {
    if (this.#open.size >= MAX_UNDER_WAY) await Promise.race(this.#open);
    this.#throwFailure();
    const open = work()
      .catch((error: unknown) => this.#failures.push(error))
      .finally(() => this.#open.delete(open));
    this.#open.add(open);
  }

  /** Waits for everything. @throws the first failure */
  async end(): Promise<void> {
    await Promise.all(this.#open);
    this.#throwFailure();
  }

  #throwFailure(): void {
    if (this.#failures.length > 0) throw this.#failures[0];
  }
}
