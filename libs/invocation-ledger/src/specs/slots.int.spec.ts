import type { NextStep } from '@casewire/events';
import { useLedger } from '@casewire/testing/fixtures';
import { describe, expect, it } from '@jest/globals';
import { applyToLedger } from '../apply/apply.ts';
import {
  acknowledgeReleases,
  advanceSlots,
  findInvocation,
  leaseDue,
  type LeasedRelease,
  type InvocationContent,
} from '../index.ts';
import { cancel, retry } from './request.ts';
import { ordered, outcome, sampleAttempt, sampleContent, scope, seen } from './sample-invocation.ts';

const { pool } = useLedger();

/** Three invocations that share a slot, the first of them current. */
async function queue(
  orderingKey: string,
): Promise<[InvocationContent, InvocationContent, InvocationContent]> {
  const contents: [InvocationContent, InvocationContent, InvocationContent] = [
    sampleContent(),
    sampleContent(),
    sampleContent(),
  ];
  await applyToLedger(
    pool,
    contents.map((content) => ordered(content, orderingKey)),
  );
  return contents;
}

async function states(contents: readonly InvocationContent[]): Promise<(string | null | undefined)[]> {
  const shown = await Promise.all(contents.map(({ id }) => findInvocation(pool, scope, id)));
  return shown.map((invocation) => invocation?.releaseState);
}

/** Releases whatever is due, as the scheduler does. */
async function release(): Promise<LeasedRelease[]> {
  const leased = await leaseDue(pool, { limit: 500, maxBytes: 1_000_000, leaseMs: 30_000 });
  await acknowledgeReleases(
    pool,
    leased.map(({ content, release: number }) => ({ id: content.id, release: number })),
  );
  return leased;
}

async function finish(
  content: InvocationContent,
  next: NextStep = { kind: 'done' },
  number = 1,
): Promise<void> {
  await applyToLedger(pool, [outcome(content, sampleAttempt(content, { next, release: number, number }))]);
}

async function slotsLeft(): Promise<number> {
  const { rowCount } = await pool.query(
    'SELECT 1 FROM history.slots UNION ALL SELECT 1 FROM history.slot_waiters',
  );
  return rowCount ?? 0;
}

describe('a slot', () => {
  it('releases one invocation after the other, in the order of their records', async () => {
    const contents = await queue('in-order');
    const sent: string[] = [];
    while (sent.length < contents.length) {
      const [first, ...others] = await release();
      expect(others).toEqual([]);
      expect(first?.release).toBe(1);
      sent.push(first?.content.id ?? '');
      if (first !== undefined) await finish(first.content);
    }
    expect(sent).toEqual(contents.map(({ id }) => id));
    expect(await slotsLeft()).toBe(0);
  });

  it('waits for a retry of the current one', async () => {
    const contents = await queue('retry');
    await release();
    await finish(contents[0], { kind: 'retry', at: Date.now() + 60_000 });
    expect(await states(contents)).toEqual(['scheduled', 'held', 'held']);
    await retry(pool, scope, contents[0].id);
    expect((await release()).map(({ content }) => content.id)).toEqual([contents[0].id]);
    await finish(contents[0], { kind: 'give-up', reason: 'retries-exhausted' }, 2);
    expect(await states(contents)).toEqual([null, 'scheduled', 'held']);
    for (const { id } of contents) await cancel(pool, scope, id);
    expect(await slotsLeft()).toBe(0);
  });

  it('moves on when the current one is cancelled, and drops a waiting one that is cancelled', async () => {
    const contents = await queue('cancel');
    await cancel(pool, scope, contents[1].id);
    await cancel(pool, scope, contents[0].id);
    expect(await states(contents)).toEqual([null, null, 'scheduled']);
    await cancel(pool, scope, contents[2].id);
    expect(await slotsLeft()).toBe(0);
  });

  it('makes a retry by hand wait for the current one, and lets it in before younger ones', async () => {
    const contents = await queue('by-hand');
    await release();
    await finish(contents[0]);
    expect(await states(contents)).toEqual([null, 'scheduled', 'held']);
    await retry(pool, scope, contents[0].id);
    expect(await states(contents)).toEqual(['held', 'scheduled', 'held']);
    await release();
    await finish(contents[1]);
    expect(await states(contents)).toEqual(['scheduled', null, 'held']);
    for (const { id } of contents) await cancel(pool, scope, id);
    expect(await slotsLeft()).toBe(0);
  });

  it('is left by an invocation whose end was read before its own record', async () => {
    const [early, late] = [sampleContent(), sampleContent()];
    await finish(early);
    await applyToLedger(pool, [ordered(early, 'early'), ordered(late, 'early')]);
    expect(await states([early, late])).toEqual([null, 'scheduled']);
    await cancel(pool, scope, late.id);
  });

  it('is current for a release that was made before the ledger was restored', async () => {
    const contents = await queue('restored');
    await applyToLedger(pool, [seen(contents[0], 1)]);
    expect(await states(contents)).toEqual(['released', 'held', 'held']);
    await applyToLedger(pool, [outcome(contents[0], sampleAttempt(contents[0])), seen(contents[1], 1)]);
    expect(await states(contents)).toEqual([null, 'released', 'held']);
    await finish(contents[1]);
    expect(await states(contents)).toEqual([null, null, 'scheduled']);
    await cancel(pool, scope, contents[2].id);
  });

  it('moves on by the cut when its current invocation is gone', async () => {
    const contents = await queue('gone');
    await pool.query('DELETE FROM history.invocations WHERE id = $1', [contents[0].id]);
    expect(await advanceSlots(pool)).toBe(1);
    expect(await states(contents.slice(1))).toEqual(['scheduled', 'held']);
    expect(await advanceSlots(pool)).toBe(0);
    for (const { id } of contents) await cancel(pool, scope, id);
    expect(await slotsLeft()).toBe(0);
  });

  it('never has two current invocations while several processes finish, add and retry', async () => {
    const all: InvocationContent[] = [];
    const add = async (worker: number): Promise<void> => {
      for (let index = 0; index < 10; index++) {
        const content = sampleContent();
        all.push(content);
        await applyToLedger(pool, [ordered(content, `busy-${(worker + index) % 2}`)]);
      }
    };
    const deliver = async (): Promise<void> => {
      while ((await slotsLeft()) > 0) {
        const { rows } = await pool.query<{ active: string }>(
          `SELECT count(*) AS active FROM history.invocations
            WHERE ordering_key LIKE 'busy-%' AND release_state IN ('scheduled', 'claimed', 'released')
            GROUP BY ordering_key`,
        );
        for (const { active } of rows) expect(active).toBe('1');
        for (const { content, release: number } of await release()) {
          await finish(content, { kind: 'done' }, number);
        }
      }
    };
    const adding = [1, 2, 3].map(add);
    await Promise.all([...adding, deliver(), deliver()]);
    await deliver();
    expect(new Set(await states(all))).toEqual(new Set([null]));
  });
});
