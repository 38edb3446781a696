import { countRoundTrips } from '@casewire/testing';
import { useLedger } from '@casewire/testing/fixtures';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { applyRecords, applyToLedger } from '../apply/apply.ts';
import {
  announceEnds,
  countOutbox,
  deleteFromOutbox,
  leaseFromOutbox,
  removeOldDays,
  type AnnouncedEnd,
  type InvocationContent,
} from '../index.ts';
import { cancel, retry } from './request.ts';
import { outcome, sampleAttempt, sampleContent, scope, seen } from './sample-invocation.ts';

const DAY_MS = 86_400_000;
const LEASE_MS = 60_000;

const { pool } = useLedger({ poolSize: 1, per: 'test' });

/** Announces the ends with these statuses, each in a record that says what was known of it. */
function announce(...statuses: readonly AnnouncedEnd['status'][]): void {
  announceEnds(pool, {
    statuses: new Set(statuses),
    recordsOf: ({ content, number, status, reason, attempts, responseCode }) => [
      {
        topic: 'outcomes',
        key: content.subject ?? '',
        headers: { id: content.id, type: content.eventType },
        value: [number, status, reason, attempts, responseCode].join(' '),
      },
    ],
    recordsOfChange: ({ content, effect, webhookId }) => [
      { topic: 'events', key: webhookId, headers: { id: content.id }, value: effect },
    ],
  });
}

beforeEach(() => {
  announce('delivered', 'failed', 'cancelled');
});

/** What is promised of an invocation, in order. */
async function promised({ id }: InvocationContent): Promise<string[]> {
  const { rows } = await pool.query<{ value: string }>(
    `SELECT record ->> 'value' AS value FROM history.outbox WHERE record -> 'headers' ->> 'id' = $1 ORDER BY id`,
    [id],
  );
  return rows.map(({ value }) => value);
}

function gaveUp(content: InvocationContent, release = 1) {
  const next = { kind: 'give-up', reason: 'retries-exhausted' } as const;
  const attempt = { release, number: release, outcome: 'rejected', responseCode: 500, next } as const;
  return outcome(content, sampleAttempt(content, attempt));
}

describe('the end of an invocation', () => {
  it('is announced once, by the transaction that ends it, with the attempts that came with it', async () => {
    const content = sampleContent();
    await applyToLedger(pool, [seen(content)]);
    expect(await promised(content)).toEqual([]);
    const delivered = outcome(content, sampleAttempt(content));
    await applyToLedger(pool, [delivered]);
    await applyToLedger(pool, [delivered, seen(content)]);
    expect(await promised(content)).toEqual(['1 delivered  1 200']);
  });

  it('counts each change of the status to an end, also where one batch holds several', async () => {
    const [late, again, together] = [sampleContent(), sampleContent(), sampleContent()];
    await applyToLedger(pool, [seen(late), gaveUp(late), seen(again), gaveUp(again)]);
    await applyToLedger(pool, [outcome(late, sampleAttempt(late, { number: 2 }))]);
    await retry(pool, scope, again.id);
    await applyToLedger(pool, [seen(again, 2), gaveUp(again, 2)]);
    await applyToLedger(pool, [
      seen(together),
      gaveUp(together),
      outcome(together, sampleAttempt(together, { number: 2 })),
    ]);
    expect(await promised(late)).toEqual(['1 failed retries-exhausted 1 500', '2 delivered  2 200']);
    expect(await promised(again)).toEqual([
      '1 failed retries-exhausted 1 500',
      '2 failed retries-exhausted 2 500',
    ]);
    expect((await promised(together)).map((value) => value.split(' ', 2).join(' '))).toEqual([
      '1 failed',
      '2 delivered',
    ]);
  });

  it('is announced where no record brings the content: cancelled by hand, and removed by retention', async () => {
    const [cancelled, expired] = [
      sampleContent(),
      sampleContent({ acceptedAt: Date.now() - 3 * DAY_MS, subject: 'old' }),
    ];
    await applyToLedger(pool, [seen(cancelled), seen(expired)]);
    await cancel(pool, scope, cancelled.id);
    await removeOldDays(pool, Date.now() - DAY_MS);
    expect(await promised(cancelled)).toEqual(['1 cancelled  0 ']);
    expect(await promised(expired)).toEqual(['1 failed expired 0 ']);
    const [, record] = await leaseFromOutbox(pool, 9, LEASE_MS);
    expect(record).toMatchObject({
      topic: 'outcomes',
      key: 'old',
      headers: { id: expired.id, type: 'workflow.completed' },
    });
  });

  it('is not announced by a transaction that is rolled back', async () => {
    const content = sampleContent();
    const range = { topic: 't', partition: 0, appliedUntil: null };
    await applyRecords(pool, { clusterId: 'c', ranges: [{ ...range, from: 0n, to: 5n }], updates: [] });
    const stale = await applyRecords(pool, {
      clusterId: 'c',
      ranges: [{ ...range, from: 0n, to: 6n }],
      updates: [seen(content), outcome(content, sampleAttempt(content))],
    });
    expect(stale).toEqual({ kind: 'stale' });
    expect(await countOutbox(pool)).toBe(0);
  });

  it('is announced with texts that PostgreSQL cannot store', async () => {
    const contents = [sampleContent(), sampleContent({ subject: 'a\0b', eventType: '\ud800' })];
    await applyToLedger(
      pool,
      contents.flatMap((content) => [seen(content), outcome(content, sampleAttempt(content))]),
    );
    const records = await leaseFromOutbox(pool, 9, LEASE_MS);
    expect(records.map(({ key }) => key)).toEqual(['run-1', 'a\0b']);
  });

  it('costs nothing where its status is not announced, and no round trip where it is', async () => {
    announce('failed');
    const [delivered, failed] = [sampleContent(), sampleContent()];
    await applyToLedger(pool, [seen(delivered), seen(failed)]);
    await applyToLedger(pool, [outcome(delivered, sampleAttempt(delivered))]);
    expect(await countOutbox(pool)).toBe(0);
    expect(await countRoundTrips(pool, () => applyToLedger(pool, [gaveUp(failed)]))).toBe(2);
    expect(await promised(failed)).toEqual(['1 failed retries-exhausted 1 500']);
  });
});

describe('the outbox', () => {
  it('gives a record to one process at a time, oldest first, until the record is deleted', async () => {
    const contents = Array.from({ length: 5 }, () => sampleContent());
    for (const content of contents)
      await applyToLedger(pool, [seen(content), outcome(content, sampleAttempt(content))]);
    const [first, second, third] = await Promise.all([
      leaseFromOutbox(pool, 2, LEASE_MS),
      leaseFromOutbox(pool, 2, LEASE_MS),
      leaseFromOutbox(pool, 2, LEASE_MS),
    ]);
    expect([...first, ...second, ...third].map(({ headers }) => headers['id'])).toEqual(
      contents.map(({ id }) => id),
    );
    await deleteFromOutbox(
      pool,
      first.map(({ id }) => id),
    );
    await pool.query(`UPDATE history.outbox SET leased_until = now() - interval '1 second'`);
    expect(await leaseFromOutbox(pool, 9, LEASE_MS)).toEqual([...second, ...third]);
    expect(await countOutbox(pool)).toBe(3);
  });
});
