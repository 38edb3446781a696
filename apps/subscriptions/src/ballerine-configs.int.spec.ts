import { createDataSource } from '@casewire/database';
import { parseKeyRing } from '@casewire/key-ring';
import { entities, findMatchingWebhooks } from '@casewire/subscription-store';
import { insertWebhooks } from '@casewire/testing';
import { useResource } from '@casewire/testing/fixtures';
import { describe, expect, it } from '@jest/globals';
import { AbstractLogger } from 'typeorm';
import { SigningSecrets } from './signing-secret/signing-secrets.ts';
import { Caller, createTenant, useSubscriptions } from './subscriptions.fixture.ts';
import { lockTenant } from './tenants/tenants.ts';
import { targetPolicy } from './webhooks/target-url.ts';
import { BallerineConfigs } from './ballerine-runs/ballerine-configs.ts';

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

/** The queries that a data source makes. */
class QueryRecorder extends AbstractLogger {
  readonly queries: { text: string; values: unknown[] }[] = [];

  override logQuery(text: string, values: unknown[] = []): void {
    this.queries.push({ text, values });
  }

  protected override writeLog(): void {
    // Only queries are of interest.
  }
}

const recorder = new QueryRecorder();

const { database, service } = useSubscriptions();
const { pool } = database;
const dataSource = useResource(
  () =>
    createDataSource({ url: database.url, applicationName: 'spec', entities })
      .setOptions({ logger: recorder })
      .initialize(),
  { close: (source) => source.destroy() },
);
const acme = useResource(() => createTenant(service, 'acme'));

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

  it('count against the limit of the tenant until they are replaced', async () => {
    const small = await createTenant(service, 'small', { webhookLimit: 2 });
    expect((await set('kyb', [subscription('a'), subscription('b')], small)).status).toBe(200);
    const beyond = await set('kyb', [subscription('a'), subscription('b'), subscription('c')], small);
    expect([beyond.status, beyond.body]).toEqual([
      409,
      { message: 'the tenant may have 2 webhooks here', statusCode: 409 },
    ]);
    expect((await set('kyb', [subscription('c'), subscription('d')], small)).status).toBe(200);
  });

  it('may stay, and become fewer, after the limit of the tenant was lowered', async () => {
    const lowered = await createTenant(service, 'lowered');
    expect((await set('kyb', [subscription('a'), subscription('b')], lowered)).status).toBe(200);
    const settings = { webhookLimit: 0 };
    await Caller.operator(service).patch('/v1/tenants/lowered', { settings });
    expect((await set('kyb', [subscription('a')], lowered)).status).toBe(200);
    expect((await set('kyb', [subscription('a'), subscription('c')], lowered)).status).toBe(409);
  });

  it('are replaced through an index, without reading the webhooks of runs', async () => {
    await createTenant(service, 'busy');
    await insertWebhooks(
      pool,
      Array.from({ length: 20_000 }, (_, index) => ({ tenantId: 'busy', runtimeId: String(index + 1) })),
    );
    await pool.query('ANALYZE subscriptions.webhooks');
    const keyRing = parseKeyRing(`spec:${Buffer.alloc(32, 7).toString('base64')}`);
    const signingSecrets = new SigningSecrets(dataSource, keyRing);
    const parts = {
      dataSource,
      keyRing,
      signingSecrets,
      targetPolicy: targetPolicy([], 'https://casewire.example'),
    };
    const identity = {
      tenantId: 'busy',
      environment: 'sandbox',
      scopes: ['write'],
      operator: false,
      actor: 'spec',
    } as const;
    const { type, url } = subscription('a');
    const wanted = { type, url, events: ['workflow.completed'] };
    await new BallerineConfigs(parts).replace(identity, 'kyb', [wanted]);
    const reads = recorder.queries.filter(({ text }) => /^SELECT .*"webhooks"/.test(text));
    expect(reads).not.toEqual([]);
    for (const { text, values } of reads) {
      const plan = JSON.stringify((await pool.query(`EXPLAIN ${text}`, values)).rows);
      expect(plan).not.toMatch(/Seq Scan|webhooks_runtime/);
    }
  });

  it('do not keep run requests of the tenant waiting while they are replaced', async () => {
    const status = await dataSource.transaction(async (manager) => {
      await lockTenant(manager, 'acme');
      const run = {
        workflowId: 'kyb',
        context: { entity: { type: 'business', id: 'customer-7', data: {} }, documents: [] },
        config: { subscriptions: [subscription('run')] },
      };
      return (await acme.post('/api/v1/external/workflows/run', run)).status;
    });
    expect(status).toBe(200);
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
