import type { Hold, NextStep } from '@casewire/events';
import { insertTenant, insertWebhook } from '@casewire/testing';
import { useLedger } from '@casewire/testing/fixtures';
import { describe, expect, it } from '@jest/globals';
import { applyToLedger } from '../apply/apply.ts';
import {
  expireHeld,
  findInvocation,
  leaseDue,
  type InvocationContent,
  type InvocationUpdate,
} from '../index.ts';
import { putOff } from './pauses.ts';
import { ordered, outcome, sampleAttempt, sampleContent, scope, seen } from './sample-invocation.ts';

const { pool } = useLedger({ per: 'test' });
const limits = { limit: 2_000, maxBytes: 10_000_000, leaseMs: 30_000 };

const HOUR_MS = 3_600_000;

const show = ({ id }: InvocationContent) => findInvocation(pool, scope, id);

/** A webhook whose attempts start within an hour, with its breaker open and paused by Casewire. */
async function agingWebhook(given: Partial<Parameters<typeof insertWebhook>[1]> = {}): Promise<string> {
  const tenantId = await insertTenant(pool, 'acme');
  const retry = { delaysSeconds: [1], maxAgeSeconds: 3_600 };
  const webhookId = await insertWebhook(pool, { tenantId, pause: 1, retry, ...given });
  await pool.query(
    `INSERT INTO history.webhook_state (webhook_id, own_pause, breaker, breaker_kind) VALUES ($1, 1, 1, 'breaker')`,
    [webhookId],
  );
  return webhookId;
}

function aged(webhookId: string, hours: number): InvocationContent {
  return sampleContent({ webhookId, acceptedAt: Date.now() - hours * HOUR_MS });
}

/** As if the ledger had known what it has for hours, and not since this test began. */
async function recordedLongAgo(): Promise<void> {
  await pool.query(`UPDATE history.invocations SET recorded_at = recorded_at - interval '3 hours'`);
}

/** The answer of delivery to its first release. */
function keptBy(kind: Hold['kind'], content: InvocationContent): InvocationUpdate {
  return putOff(content, { kind, number: 1 });
}

/** Each was given up, and a replay has asked for it now. It is due. */
async function askForAgain(contents: readonly InvocationContent[]): Promise<void> {
  const next: NextStep = { kind: 'give-up', reason: 'too-old' };
  await applyToLedger(
    pool,
    contents.flatMap((content) => [
      seen(content),
      outcome(content, sampleAttempt(content, { outcome: 'timeout', next })),
      { id: content.id, facts: [{ kind: 'retry-requested', isReplay: true }] },
    ]),
  );
}

describe('what is held for longer than the retry policy of its webhook allows', () => {
  it('fails as too old under a breaker and a pause by Casewire, and waits on under a pause by its owner', async () => {
    const webhookId = await agingWebhook();
    const kinds = ['breaker', 'own-pause', 'pause'] as const;
    const old = kinds.map((kind) => ({ kind, content: aged(webhookId, 2) }));
    const young = { kind: 'breaker', content: aged(webhookId, 0.5) } as const;
    await applyToLedger(
      pool,
      [...old, young].flatMap(({ kind, content }) => [seen(content), keptBy(kind, content)]),
    );
    await recordedLongAgo();
    expect(await expireHeld(pool)).toBe(2);
    const shown = await Promise.all([...old, young].map(({ content }) => show(content)));
    expect(shown.map((each) => [each?.status, each?.reason])).toEqual([
      ['failed', 'too-old'],
      ['failed', 'too-old'],
      ['pending', 'webhook-paused'],
      ['pending', 'receiver-unavailable'],
    ]);
    expect(await expireHeld(pool)).toBe(0);
  });

  it('gets as much time again where a replay has asked for it, and as a copy that has begun just now', async () => {
    const webhookId = await agingWebhook();
    const contents = [1, 2, 3].map(() => aged(webhookId, 2));
    const [askedFor, askedBefore, copy] = contents;
    if (askedFor === undefined || askedBefore === undefined || copy === undefined) return;
    await askForAgain([askedFor, askedBefore]);
    await recordedLongAgo();
    await applyToLedger(pool, [{ id: copy.id, content: copy, facts: [{ kind: 'rematch-seen' }] }]);
    // All of them are due, and held: the webhook is on hold.
    expect(await leaseDue(pool, limits)).toEqual([]);
    await pool.query(
      `UPDATE history.invocations
          SET notes = jsonb_set(notes::jsonb, '{0,at}', to_jsonb((notes::jsonb #>> '{0,at}')::bigint - $2))::json
        WHERE id = $1`,
      [askedBefore.id, 2 * HOUR_MS],
    );
    expect(await expireHeld(pool)).toBe(1);
    const shown = await Promise.all(contents.map(show));
    expect(shown.map((each) => [each?.status, each?.reason])).toEqual([
      ['pending', 'paused-by-casewire'],
      ['failed', 'too-old'],
      ['pending', 'paused-by-casewire'],
    ]);
  });

  it('ends also behind hundreds that were asked for again and are not too old yet', async () => {
    const webhookId = await agingWebhook();
    await askForAgain(Array.from({ length: 500 }, () => aged(webhookId, 3)));
    expect(await leaseDue(pool, limits)).toEqual([]);
    const content = aged(webhookId, 2);
    await applyToLedger(pool, [seen(content), keptBy('breaker', content)]);
    await recordedLongAgo();
    expect(await expireHeld(pool)).toBe(1);
    expect(await show(content)).toMatchObject({ status: 'failed', reason: 'too-old' });
  });

  it('waits on where the policy has no maximum age', async () => {
    const webhookId = await agingWebhook({ retry: 'none' });
    const content = aged(webhookId, 50);
    await applyToLedger(pool, [seen(content), keptBy('breaker', content)]);
    await recordedLongAgo();
    expect(await expireHeld(pool)).toBe(0);
  });

  it.each([
    ['skip', ['failed', 'pending'], [null, 'scheduled']],
    ['block', ['failed', 'pending'], ['blocking', 'held']],
  ] as const)(
    'leaves its slot to the next one of its subject, unless the webhook blocks that: %s',
    async (onGiveUp, statuses, states) => {
      const webhookId = await agingWebhook({ ordering: 'subject', onGiveUp });
      const contents = [aged(webhookId, 2), aged(webhookId, 2)] as const;
      await applyToLedger(
        pool,
        contents.map((content) => ordered(content, 'k')),
      );
      // An outcome of a later release than the ledger knows counts too.
      await applyToLedger(pool, [keptBy('breaker', contents[0])]);
      await recordedLongAgo();
      expect(await expireHeld(pool)).toBe(1);
      const shown = await Promise.all(contents.map(show));
      expect(shown.map((each) => each?.releaseState)).toEqual(states);
      expect(shown.map((each) => each?.status)).toEqual(statuses);
    },
  );
});
