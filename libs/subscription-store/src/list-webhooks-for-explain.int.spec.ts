import { explainMatch } from '@casewire/matching-rules';
import { inSeconds, insertTenant, insertWebhook } from '@casewire/testing';
import { useDatabase } from '@casewire/testing/fixtures';
import { describe, expect, it } from '@jest/globals';
import { listWebhooksForExplain } from './list-webhooks-for-explain.ts';

const { pool } = useDatabase();

describe('listWebhooksForExplain', () => {
  it('lists the webhooks that could have got the event, so that each can say why it did not', async () => {
    const tenantId = await insertTenant(pool, 'explained', { subscriptionMerge: 'override-per-event' });
    const disabled = await insertWebhook(pool, { tenantId, status: 'disabled' });
    const expired = await insertWebhook(pool, { tenantId, expiresAt: inSeconds(-1) });
    const otherDefinition = await insertWebhook(pool, { tenantId, definitionId: 'kyc' });
    const runtime = await insertWebhook(pool, { tenantId, runtimeId: 'run-1' });
    await insertWebhook(pool, { tenantId, runtimeId: 'run-2' });
    await insertWebhook(pool, { tenantId, deletedAt: inSeconds(-1) });
    await insertWebhook(pool, { tenantId, environment: 'production' });

    const event = { tenantId, environment: 'sandbox', type: 'a', runtimeId: 'run-1' } as const;
    const { merge, webhooks } = await listWebhooksForExplain(pool, event);
    expect(merge).toBe('override-per-event');
    expect(
      Object.fromEntries(
        webhooks.map((webhook) => [webhook.webhookId, explainMatch(event, webhook, new Date())]),
      ),
    ).toMatchObject({
      [disabled]: { code: 'disabled' },
      [expired]: { code: 'expired' },
      [otherDefinition]: { code: 'other-definition' },
      [runtime]: { matched: true },
    });
    expect(webhooks).toHaveLength(4);
  });

  it('lists at most a hundred, those of the level of the event first', async () => {
    const tenantId = await insertTenant(pool, 'many');
    const ofDefinition = await insertWebhook(pool, { tenantId, definitionId: 'kyb', status: 'disabled' });
    await Promise.all(
      Array.from({ length: 120 }, () => insertWebhook(pool, { tenantId, definitionId: 'other' })),
    );
    const { webhooks } = await listWebhooksForExplain(pool, {
      tenantId,
      environment: 'sandbox',
      type: 'a',
      definitionId: 'kyb',
    });
    expect(webhooks).toHaveLength(100);
    expect(webhooks[0]?.webhookId).toBe(ofDefinition);
  });

  it('lists the webhooks that get the event, however many newer ones there are', async () => {
    const tenantId = await insertTenant(pool, 'crowded');
    const event = { tenantId, environment: 'sandbox', type: 'a', runtimeId: 'run-1' } as const;
    const getting = await Promise.all([
      insertWebhook(pool, { tenantId }),
      insertWebhook(pool, { tenantId, runtimeId: 'run-1' }),
    ]);
    await Promise.all(Array.from({ length: 120 }, () => insertWebhook(pool, { tenantId, events: ['b'] })));
    const crowded = await listWebhooksForExplain(pool, event);
    expect(crowded.webhooks).toHaveLength(100);
    expect(
      crowded.webhooks
        .slice(0, 2)
        .map(({ webhookId }) => webhookId)
        .sort(),
    ).toEqual(getting.sort());

    await Promise.all(Array.from({ length: 120 }, () => insertWebhook(pool, { tenantId })));
    const { webhooks } = await listWebhooksForExplain(pool, event);
    expect(webhooks).toHaveLength(122);
    expect(webhooks.map(({ webhookId }) => webhookId)).toEqual(expect.arrayContaining(getting));
  });

  it('lists nothing for a tenant that does not exist', async () => {
    expect(
      await listWebhooksForExplain(pool, { tenantId: 'unknown', environment: 'sandbox', type: 'a' }),
    ).toEqual({
      merge: 'additive',
      webhooks: [],
    });
  });
});
