import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventUid, identityHash, invocationId, type AcceptedEvent } from '@casewire/events';
import type { Sight } from '@casewire/identity';
import { insertEvents, insertTenant, insertWebhook } from '@casewire/testing';
import { useLedger } from '@casewire/testing/fixtures';
import { EventInspector } from './event-inspector.ts';

const scope = { tenantId: 'acme', environment: 'sandbox' as const };
const { pool } = useLedger();

beforeAll(async () => {
  await insertTenant(pool, 'acme');
});

function createWebhook(filter: string): Promise<string> {
  return insertWebhook(pool, { tenantId: 'acme', events: ['claim.paid'], filter });
}

async function acceptEvent(): Promise<AcceptedEvent> {
  const acceptedAt = Date.now();
  const attributes = {
    id: 'e',
    source: '/claims',
    type: 'claim.paid',
    time: new Date(acceptedAt).toISOString(),
    tenantid: 'acme',
    environment: 'sandbox' as const,
  };
  const uid = eventUid(identityHash({ ...attributes, tenantId: 'acme' }), acceptedAt);
  const event = { uid, acceptedAt, attributes, data: Buffer.from('{"amount":1}') };
  await insertEvents(pool, [event]);
  return event;
}

/** A row of the ledger as history writes it when the invocation starts. */
async function startInvocation(event: AcceptedEvent, webhookId: string): Promise<void> {
  await pool.query(
    `INSERT INTO history.invocations
       (id, seq, tenant_id, environment, webhook_id, family, event_uid, event_id, event_source, event_type,
        accepted_at, headers, status, release, settled, cuts, attempts)
     VALUES ($1, nextval('history.invocation_seq'), 'acme', 'sandbox', $2, 'generic', $3, 'e', '/claims', 'claim.paid',
             now(), '{}', 'delivered', 1, true, 0, 1)`,
    [invocationId(event, webhookId), webhookId, event.uid],
  );
}

describe('EventInspector', () => {
  it('says why a webhook got nothing, also where another one got the event', async () => {
    const getting = await createWebhook('data.amount == `1`');
    const filtering = await createWebhook('data.amount == `2`');
    const event = await acceptEvent();
    await startInvocation(event, getting);
    expect(await new EventInspector(pool).inspect(scope, event.uid, 'none')).toMatchObject({
      invocations: [{ webhookId: getting, status: 'delivered' }],
      explanations: [
        {
          webhookId: filtering,
          matched: false,
          why: 'filtered out, because its filter yields false, not true: data.amount == `2`',
        },
      ],
    });
  });

  it('shows what a filter yields to who sees all of the data alone', async () => {
    const registered = `INSERT INTO subscriptions.event_types (tenant_id, environment, type, description, schema, sensitive)
      VALUES ('acme', 'sandbox', 'claim.paid', '', '{}', $1)
      ON CONFLICT (tenant_id, environment, type) DO UPDATE SET sensitive = EXCLUDED.sensitive`;
    const webhookId = await createWebhook('data.amount');
    const event = await acceptEvent();
    const whyFor = async (sight: Sight, sensitive: readonly string[]) => {
      await pool.query(registered, [sensitive]);
      const inspected = await new EventInspector(pool).inspect(scope, event.uid, sight);
      return inspected?.explanations?.find((each) => each.webhookId === webhookId)?.why;
    };
    const [value, kind] = ['1', 'a number'].map(
      (shown) => `filtered out, because its filter yields ${shown}, not true: data.amount`,
    );
    expect(await whyFor('all', ['/amount'])).toBe(value);
    expect(await whyFor('masked', ['/amount'])).toBe(kind);
    expect(await whyFor('masked', ['/iban'])).toBe(value);
    expect(await whyFor('none', [])).toBe(kind);
  });
});
