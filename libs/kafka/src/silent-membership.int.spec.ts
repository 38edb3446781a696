import { createRequire } from 'node:module';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { eventually, kafkaBrokers, testTopicPrefix } from '@casewire/testing';
import { createBench, type Bench } from './consumer.fixture.ts';
import type { Settlement } from './index.ts';
import { FETCH } from './mend/fetches.ts';
import type { Call, Connection } from './mend/internals.ts';

const done: Settlement = { kind: 'done' };
const { prototype } = createRequire(import.meta.url)('kafkajs/src/network/connection') as {
  prototype: Connection;
};
const send: (this: Connection, call: Call) => Promise<unknown> = Reflect.get(prototype, 'send');

let bench: Bench;

beforeEach(async () => {
  bench = await createBench(kafkaBrokers(), testTopicPrefix(), 1);
});

afterEach(async () => {
  prototype.send = send;
  await bench.close();
});

/** The next fetch of this process never ends, and nothing gives it up. */
function forgetNextFetch(): void {
  prototype.send = function (this: Connection, call: Call) {
    if (call.request.apiKey !== FETCH) return send.call(this, call);
    prototype.send = send;
    return new Promise<never>(() => undefined);
  };
}

it('a consumer that waits for something that never comes is begun anew, and goes on where it was', async () => {
  const seen: string[] = [];
  const strategy = await bench.consume(
    ({ records }) => {
      seen.push(...records.map(({ value }) => String(value)));
      return Promise.resolve(records.map(() => done));
    },
    { limits: { sessionTimeoutMs: 6_000 } },
  );
  await bench.produce('k', 0, 1);
  await eventually(() => {
    expect(seen).toEqual(['0']);
  });
  forgetNextFetch();
  await eventually(() => {
    expect(strategy.ready).toBe(false);
  });
  await bench.produce('k', 1, 2);
  await eventually(() => {
    expect([strategy.ready, seen]).toEqual([true, ['0', '1']]);
  });
});
