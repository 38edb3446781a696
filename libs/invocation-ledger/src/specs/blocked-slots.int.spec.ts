import type { NextStep } from '@casewire/events';
import { insertTenant, insertWebhook, newId } from '@casewire/testing';
import { useLedger } from '@casewire/testing/fixtures';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { applyToLedger } from '../apply/apply.ts';
import {
  acknowledgeReleases,
  advanceSlots,
  countBlockedSubjects,
  findHolder,
  findInvocation,
  leaseDue,
  liftBlocks,
  listInvocations,
  releaseStranded,
  type InvocationContent,
} from '../index.ts';
import { cancel, retry } from './request.ts';
import { ordered, outcome, sampleAttempt, sampleContent, scope } from './sample-invocation.ts';

const { pool } = useLedger();

const KEY = 'run-1';
const blocks: NextStep = { kind: 'give-up', reason: 'retries-exhausted', blocks: KEY };

type Pair = readonly [first: InvocationContent, second: InvocationContent];

let webhookId: string;

beforeAll(() => insertTenant(pool, scope.tenantId));
beforeEach(async () => {
  webhookId = await insertWebhook(pool, { ...scope, ordering: 'subject', onGiveUp: 'block' });
});

/** Two invocations of a subject, of which the first is out. */
async function queue(): Promise<Pair> {
  const contents = [sampleContent({ webhookId }), sampleContent({ webhookId })] as const;
  await applyToLedger(
    pool,
    contents.map((content) => ordered(content, KEY)),
  );
  await release();
  return contents;
}

async function release(): Promise<string[]> {
  const leased = await leaseDue(pool, { limit: 500, maxBytes: 1_000_000, leaseMs: 30_000 });
  await acknowledgeReleases(
    pool,
    leased.map(({ content, release: number }) => ({ id: content.id, release: number })),
  );
  return leased.map(({ content }) => content.id);
}

async function finish(content: InvocationContent, next: NextStep, number = 1): Promise<void> {
  await applyToLedger(pool, [outcome(content, sampleAttempt(content, { next, release: number, number }))]);
}

async function states(contents: Pair): Promise<(string | null | undefined)[]> {
  const shown = await Promise.all(contents.map(({ id }) => findInvocation(pool, scope, id)));
  return shown.map((invocation) => invocation?.releaseState);
}

async function blocked(): Promise<string[]> {
  const stretch = { from: 'oldest', limit: 10 } as const;
  const { rows } = await listInvocations(pool, scope, { webhookId, blocking: true }, stretch);
  return rows.map(({ id }) => id);
}

describe('a subject that is blocked', () => {
  it('waits behind what was given up, also over cuts, and is listed by it', async () => {
    const contents = await queue();
    await finish(contents[0], blocks);
    expect(await liftBlocks(pool)).toBe(0);
    expect(await advanceSlots(pool)).toBe(0);
    expect(await release()).toEqual([]);
    expect(await states(contents)).toEqual(['blocking', 'held']);
    expect(await blocked()).toEqual([contents[0].id]);
    expect(await findHolder(pool, contents[1].id)).toEqual({ id: contents[0].id, isBlocking: true });
  });

  it('goes on when what blocks it is retried with success, and not when the retry fails', async () => {
    const contents = await queue();
    await finish(contents[0], blocks);
    await retry(pool, scope, contents[0].id);
    expect(await blocked()).toEqual([]);
    expect(await release()).toEqual([contents[0].id]);
    await finish(contents[0], blocks, 2);
    expect(await states(contents)).toEqual(['blocking', 'held']);
    expect(await blocked()).toEqual([contents[0].id]);
    await pool.query('DELETE FROM history.retries');
    await retry(pool, scope, contents[0].id);
    await release();
    await finish(contents[0], { kind: 'done' }, 3);
    expect(await states(contents)).toEqual([null, 'scheduled']);
    expect(await release()).toEqual([contents[1].id]);
  });

  it('goes on when what blocks it is cancelled', async () => {
    const contents = await queue();
    await finish(contents[0], blocks);
    expect(await cancel(pool, scope, contents[0].id)).toEqual({ kind: 'accepted' });
    expect(await states(contents)).toEqual([null, 'scheduled']);
    expect([await blocked(), await release()]).toEqual([[], [contents[1].id]]);
  });

  it('goes on with the next cut when its webhook skips by then, or was deleted', async () => {
    for (const change of [`on_give_up = 'skip'`, 'deleted_at = now()']) {
      await pool.query(
        `UPDATE subscriptions.webhooks SET on_give_up = 'block', deleted_at = NULL WHERE id = $1`,
        [webhookId],
      );
      const contents = await queue();
      await finish(contents[0], blocks);
      expect(await liftBlocks(pool)).toBe(0);
      await pool.query(`UPDATE subscriptions.webhooks SET ${change} WHERE id = $1`, [webhookId]);
      expect(await liftBlocks(pool)).toBe(1);
      expect(await states(contents)).toEqual([null, 'scheduled']);
      expect(await findInvocation(pool, scope, contents[0].id)).toMatchObject({
        status: 'failed',
        reason: 'retries-exhausted',
      });
      await release();
      await finish(contents[1], { kind: 'done' });
    }
  });

  it('waits behind what cuts have given up', async () => {
    const contents = await queue();
    await pool.query('UPDATE history.invocations SET cuts = 3 WHERE id = $1', [contents[0].id]);
    expect(await releaseStranded(pool, Date.now() + 60_000)).toMatchObject({ unprocessable: 1 });
    expect(await states(contents)).toEqual(['blocking', 'held']);
  });

  it('is blocked also where the outcome is read before the record that orders it', async () => {
    const contents = [sampleContent({ webhookId }), sampleContent({ webhookId })] as const;
    await finish(contents[0], blocks);
    await applyToLedger(pool, [ordered(contents[1], KEY)]);
    await applyToLedger(pool, [ordered(contents[0], KEY)]);
    expect(await states(contents)).toEqual(['blocking', 'held']);
    expect(await blocked()).toEqual([contents[0].id]);
  });

  it('is counted by webhook, the longest blocked first', async () => {
    const ids = Array.from({ length: 20 }, newId);
    await pool.query(
      `INSERT INTO history.blocking (invocation_id, tenant_id, environment, webhook_id)
       SELECT id, 'globex', 'sandbox', md5(id::text) FROM unnest($1::uuid[]) AS u (id)`,
      [ids],
    );
    const counted = await countBlockedSubjects(pool, { tenantId: 'globex' }, 2);
    expect(counted.map(({ oldestId }) => oldestId)).toEqual(ids.sort().slice(0, 2));
  });
});
