import { insertEventType, insertTenant, insertWebhook } from '@casewire/testing';
import { useDatabase } from '@casewire/testing/fixtures';
import { describe, expect, it } from '@jest/globals';
import { findMaskingFacts } from './find-masking-facts.ts';

const { pool } = useDatabase();
const HOUR_MS = 3_600_000;

const scopeOf = (tenantId: string) => ({ tenantId, environment: 'sandbox' }) as const;

describe('what is sensitive in a type', () => {
  it('is what its family says, or what its tenant says of an own one in its environment', async () => {
    const tenantId = await insertTenant(pool, 'types');
    await insertEventType(pool, tenantId, 'claim.paid');
    await pool.query(`UPDATE subscriptions.event_types SET sensitive = '{/person}' WHERE tenant_id = $1`, [
      tenantId,
    ]);
    const types = ['claim.paid', 'case_created', 'claim.lost'];
    const of = await findMaskingFacts(pool, scopeOf(tenantId), types);
    expect(types.map((type) => of.sensitiveIn(type))).toEqual([['/person'], ['/case_name'], undefined]);
    const elsewhere = await findMaskingFacts(pool, { tenantId, environment: 'production' }, types);
    expect(elsewhere.sensitiveIn('claim.paid')).toBeUndefined();
  });
});

describe('the settings that a body was rendered by', () => {
  const now = Date.now();
  const changed = { version: 2, updatedAt: new Date(now - HOUR_MS) };

  it.each([
    ['are those of a webhook that never changed', { updatedAt: new Date(now) }, now - HOUR_MS, true],
    ['are those of one that changed before', changed, now, true],
    ['are unknown of one that changed later', changed, now - 2 * HOUR_MS, false],
    ['are unknown of one that changed at about the same time', changed, now - HOUR_MS + 30_000, false],
  ])('%s', async (_what, webhook, renderedAt, isKnown) => {
    const tenantId = await insertTenant(pool, `t-${Math.random()}`);
    const id = await insertWebhook(pool, { tenantId, format: 'thin', ...webhook });
    const { originOf } = await findMaskingFacts(pool, scopeOf(tenantId), ['DOCVER'], [id, 'no uuid']);
    expect(originOf('DOCVER', id, renderedAt).webhook?.format).toBe(isKnown ? 'thin' : undefined);
    expect(originOf('DOCVER', 'no uuid', renderedAt).webhook).toBeUndefined();
    const others = await findMaskingFacts(pool, scopeOf('other'), ['DOCVER'], [id]);
    expect(others.originOf('DOCVER', id, renderedAt).webhook).toBeUndefined();
  });
});
