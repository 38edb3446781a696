import { parseKeyRing } from '@casewire/key-ring';
import { useDatabase } from '@casewire/testing/fixtures';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { purgeExpired } from '../purge-expired.ts';
import { SealedIdempotencyStore } from './sealed-idempotency-store.ts';

const keyRing = parseKeyRing(`spec:${Buffer.alloc(32).toString('base64')}`);
const request = Buffer.from('a request');
const response = { status: 201, headers: { etag: '"1"' }, body: { secret: 'whsec_shown-once' } };
const { pool } = useDatabase();
const store = new SealedIdempotencyStore(pool, keyRing);

beforeEach(async () => {
  await pool.query('TRUNCATE subscriptions.idempotency_keys');
});

async function age(seconds: number): Promise<void> {
  await pool.query(
    'UPDATE subscriptions.idempotency_keys SET claimed_at = claimed_at - make_interval(secs => $1)',
    [seconds],
  );
}

describe('SealedIdempotencyStore', () => {
  it('answers the repetition of a finished request, and only that', async () => {
    expect(await store.begin('a', 'key', request)).toEqual({ kind: 'new' });
    expect(await store.begin('a', 'key', request)).toEqual({ kind: 'in-progress' });
    await store.finish('a', 'key', response);
    expect(await store.begin('a', 'key', request)).toEqual({ kind: 'finished', response });
    expect(await store.begin('a', 'key', Buffer.from('another'))).toEqual({ kind: 'mismatch' });
    expect(await store.begin('b', 'key', request)).toEqual({ kind: 'new' });
  });

  it('gives a key to one of many that ask at once', async () => {
    const claims = await Promise.all(Array.from({ length: 8 }, () => store.begin('a', 'key', request)));
    expect(claims.filter(({ kind }) => kind === 'new')).toHaveLength(1);
  });

  it('keeps no secret in the clear', async () => {
    await store.begin('a', 'key', request);
    await store.finish('a', 'key', response);
    const { rows } = await pool.query<{ ciphertext: Buffer }>(
      'SELECT ciphertext FROM subscriptions.idempotency_keys',
    );
    expect(rows.map(({ ciphertext }) => ciphertext.includes('shown-once'))).toEqual([false]);
  });

  it('takes back the key of a request that failed', async () => {
    await store.begin('a', 'key', request);
    await store.release('a', 'key');
    expect(await store.begin('a', 'key', Buffer.from('corrected'))).toEqual({ kind: 'new' });
  });

  it('gives the key to the same request again after the process that held it died', async () => {
    await store.begin('a', 'key', request);
    await age(61);
    expect(await store.begin('a', 'key', Buffer.from('another'))).toEqual({ kind: 'mismatch' });
    expect(await store.begin('a', 'key', request)).toEqual({ kind: 'new' });
  });

  it('forgets after a day', async () => {
    await store.begin('a', 'key', request);
    await store.finish('a', 'key', response);
    await age(24 * 60 * 60 - 10);
    expect(await purgeExpired(pool)).toMatchObject({ idempotencyKeys: 0 });
    await age(20);
    expect(await store.begin('a', 'key', Buffer.from('another'))).toEqual({ kind: 'new' });
    await age(24 * 60 * 60 + 10);
    expect(await purgeExpired(pool)).toMatchObject({ idempotencyKeys: 1 });
  });
});
