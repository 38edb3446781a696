import { createPool, type Pool } from '@casewire/database';
import type { RunningService } from '@casewire/service';
import { findMatchingWebhooks } from '@casewire/subscription-store';
import { createTestDatabase, type TestDatabase } from '@casewire/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Caller, startSubscriptions } from './subscriptions.fixture.ts';

interface Subscription {
  readonly type: 'webhook';
  readonly url: string;
  readonly events: readonly string[];
  readonly config?: object;
}
interface Config {
  readonly workflowDefinitionId: string;
  readonly config: { readonly subscriptions: readonly (Subscription & { readonly id: string })[] };
}

let database: TestDatabase;
let pool: Pool;
let service: RunningService;
let acme: Caller;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool({ url: database.url, applicationName: 'spec' });
  service = await startSubscriptions(database.url);
  acme = await newTenant('acme');
}, 60_000);

afterAll(async () => {
  await service.stop();
  await pool.end();
  await database.drop();
});

async function newTenant(id: string, settings: object = {}): Promise<Caller> {
  await Caller.operator(service.url).post('/v1/tenants', { id, name: id, settings });
  return Caller.tenant(service.url, id);
}

const subscription = (name: string, more: object = {}): Subscription => ({
  type: 'webhook',
  url: `https://receiver.example/${name}`,
  events: ['workflow.completed', 'workflow.state.changed'],
  ...more,
});

function set(workflowId: string, subscriptions: readonly object[], caller = acme) {
  return caller.put<Config>(`/api/v1/external/workflows/${workflowId}/config`, { config: { subscriptions } });
}

async function matchingIds(definitionId: string): Promise<string[]> {
  const event = {
    tenantId: 'acme',
    environment: 'sandbox' as const,
    type: 'workflow.completed',
    definitionId,
  };
  const found = await findMatchingWebhooks(pool, [event]);
  return found.flat().map(({ webhookId }) => webhookId);
}

describe("a definition's subscriptions", () => {
  it('get the events of its runs, signed with the secret of the tenant', async () => {
    const child = subscription('b', { config: { withChildWorkflows: true } });
    const { status, body } = await set('own%20kyb', [subscription('a'), child]);
    expect([status, body]).toEqual([
      200,
      {
        workflowDefinitionId: 'own kyb',
        config: {
          subscriptions: [
            { id: expect.any(String), ...subscription('a') },
            { id: expect.any(String), ...child },
          ],
        },
      },
    ]);
    const ids = body.config.subscriptions.map(({ id }) => id);
    expect((await matchingIds('own kyb')).sort()).toEqual([...ids].sort());
    const { rows } = await pool.query(
      `SELECT DISTINCT signs_with_tenant_secret AS signs, ends_with_run AS ends, level, origin
         FROM subscriptions.webhooks WHERE id = ANY ($1)`,
      [ids],
    );
    expect(rows).toEqual([{ signs: true, ends: false, level: 'definition', origin: 'definition' }]);
  });

  it('are replaced as a whole: what stays keeps its id, what is gone matches no more', async () => {
    const first = (await set('kyc', [subscription('a'), subscription('b')])).body.config.subscriptions;
    const [a, b] = first.map(({ id }) => id);
    const other = await acme.post<{ id: string }>('/v1/webhooks', {
      url: 'https://receiver.example/a',
      definitionId: 'kyc',
    });
    const reordered = subscription('b', { events: ['workflow.state.changed', 'workflow.completed'] });
    const changed = subscription('a', { events: ['workflow.completed'] });
    const second = (await set('kyc', [reordered, changed])).body.config.subscriptions.map(({ id }) => id);
    expect(second[0]).toBe(b);
    expect(second[1]).not.toBe(a);
    expect((await matchingIds('kyc')).sort()).toEqual([...second, other.body.id].sort());
    expect((await acme.get(`/v1/webhooks/${a}`)).status).toBe(404);
    expect((await set('kyc', [])).body.config.subscriptions).toEqual([]);
    expect(await matchingIds('kyc')).toEqual([other.body.id]);
  });

  it('count against the limit of the tenant, those that go not any more', async () => {
    const small = await newTenant('small', { webhookLimit: 2 });
    expect((await set('kyb', [subscription('a'), subscription('b')], small)).status).toBe(200);
    const beyond = await set('kyb', [subscription('a'), subscription('b'), subscription('c')], small);
    expect([beyond.status, beyond.body]).toEqual([
      409,
      { message: 'the tenant may have 2 webhooks here', statusCode: 409 },
    ]);
    expect((await set('kyb', [subscription('c'), subscription('d')], small)).status).toBe(200);
  });

  it('are checked like those of a run', async () => {
    const refused = await set('kyb', [subscription('a', { url: 'http://169.254.169.254/' })]);
    expect([refused.status, refused.body]).toEqual([
      400,
      {
        message: 'Validation error',
        statusCode: 400,
        errors: [
          {
            message: 'is a private or special address, which deliveries do not reach',
            path: 'config.subscriptions.0.url',
          },
        ],
      },
    ]);
    const missing = await acme.put('/api/v1/external/workflows/kyb/config', {});
    expect(missing.body).toMatchObject({ errors: [{ path: 'config' }] });
    expect((await set('x'.repeat(513), [])).status).toBe(400);
  });
});
