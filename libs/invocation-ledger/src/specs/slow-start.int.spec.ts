import { insertTenant, insertWebhook, newId } from '@casewire/testing';
import { useLedger } from '@casewire/testing/fixtures';
import { describe, expect, it } from '@jest/globals';
import { freeHeld } from '../index.ts';
import { answered, apply, endPause, held, open, overloaded, probe, release } from './breakers.ts';
import { putOff } from './pauses.ts';
import { sampleContent, seen } from './sample-invocation.ts';

const { pool } = useLedger({ per: 'test' });

/** Closes the breaker of a webhook with so many invocations held. */
async function closed(count: number, webhookId = newId()): Promise<string> {
  await open(pool, webhookId);
  await held(pool, webhookId, count + 1);
  await apply(pool, [answered(await probe(pool))]);
  return webhookId;
}

/** Goes through rounds that succeed. Each releases nothing more before it is answered. @returns how many each has released */
async function rounds(count: number): Promise<number[]> {
  const widths: number[] = [];
  for (let round = 0; round < count; round++) {
    await freeHeld(pool, 100);
    const released = await release(pool);
    widths.push(released.length);
    for (const each of released) expect(each.backlog).toBe(1);
    await freeHeld(pool, 100);
    expect(await release(pool)).toEqual([]);
    await apply(
      pool,
      released.map((each) => answered(each)),
    );
  }
  return widths;
}

describe('slow start', () => {
  it('releases one, then two, then four, each round when the one before has succeeded', async () => {
    await closed(20);
    expect(await rounds(4)).toEqual([1, 2, 4, 13]);
  });

  it.each([
    ['pause', 0],
    ['pause', 10],
    ['own-pause', 10],
  ] as const)(
    'widens as it releases what a hold has kept that was over while the breaker was open: %s, beside %i of the breaker',
    async (kind, others) => {
      const webhookId = newId();
      await open(pool, webhookId);
      await held(pool, webhookId, others);
      if (kind === 'own-pause') await pool.query('UPDATE history.webhook_state SET own_pause = 1');
      const contents = Array.from({ length: 21 - others }, () => sampleContent({ webhookId }));
      await apply(
        pool,
        contents.flatMap((content) => [seen(content), putOff(content, { kind, number: 1 })]),
      );
      await endPause(pool, webhookId, kind);
      await apply(pool, [answered(await probe(pool))]);
      expect(await rounds(4)).toEqual([1, 2, 4, 13]);
    },
  );

  it('widens up to the requests that its webhook takes at once, and feeds no more than a webhook works off soon', async () => {
    const tenantId = await insertTenant(pool, 'acme');
    const webhookId = await insertWebhook(pool, { tenantId, maxConcurrency: 3 });
    await closed(60, webhookId);
    expect(await rounds(4)).toEqual([1, 2, 3, 30]);
  });

  it('opens again when half of a round has failed, and holds the rest', async () => {
    const webhookId = await closed(6);
    for (const failing of [false, true]) {
      await freeHeld(pool, 100);
      const released = await release(pool);
      const result = await apply(
        pool,
        released.map((each) => answered(each, failing ? overloaded : {})),
      );
      expect(result).toMatchObject({ effects: failing ? [{ webhookId, effect: 'opened' }] : [] });
    }
    await freeHeld(pool, 100);
    expect(await release(pool)).toEqual([]);
    expect(await probe(pool)).toMatchObject({ probe: 2 });
  });
});
