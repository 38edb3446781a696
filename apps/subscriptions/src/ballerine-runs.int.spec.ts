import type { Pool } from '@casewire/database';
import { createLogger, createMetrics } from '@casewire/observability';
import { findMatchingWebhooks, purgeExpired } from '@casewire/subscription-store';
import { eventually, insertTenant, testTopicPrefix, type ApiAnswer } from '@casewire/testing';
import { useDatabase, useResource, useTopic } from '@casewire/testing/fixtures';
import { describe, expect, it } from '@jest/globals';
import { beginSubscriptions, Caller, createTenant, useSubscriptions } from './subscriptions.fixture.ts';
import { createSubscriptionsMetrics } from './subscriptions-metrics.ts';
import { runRelayRound } from './ballerine-runs/run-relay.ts';

const path = '/api/v1/external/workflows/run';
const prefix = testTopicPrefix();
const topic = `${prefix}workflow-runs.v1`;
const logger = createLogger({ name: 'spec', level: 'silent' });
const metrics = createSubscriptionsMetrics(createMetrics('spec'));

interface Run {
  readonly workflowDefinitionId: string;
  readonly workflowRuntimeId: string;
  readonly ballerineEntityId: string;
}
interface Refusal {
  readonly message: string;
  readonly statusCode: number;
  readonly errors?: readonly { readonly message: string; readonly path: string }[];
}
interface Command extends Run {
  readonly tenantId: string;
  readonly environment: string;
}

const { database, service } = useSubscriptions(() => ({ CASEWIRE_TOPIC_PREFIX: prefix }));
const { pool } = database;
const acme = useResource(() => createTenant(service, 'acme', { webhookLimit: 1 }));
/** Commands by their record's key. */
const commands = useTopic(topic, ({ key, value }) => ({
  key: String(key),
  command: JSON.parse(String(value)) as Command,
}));

function request(more: object = {}): object {
  return {
    workflowId: 'kyb',
    context: { entity: { type: 'business', id: 'customer-7', data: { companyName: 'YTO' } }, documents: [] },
    ...more,
  };
}

function listening(...subscriptions: object[]): object {
  return request({ config: { subscriptions } });
}

const subscription = { type: 'webhook', url: 'https://receiver.example/run', events: ['workflow.completed'] };

function commandsOf(runtimeId: string): Command[] {
  return commands.filter(({ key }) => key === runtimeId).map(({ command }) => command);
}

async function sentCommand(runtimeId: string): Promise<Command> {
  return eventually(() => {
    const [command] = commandsOf(runtimeId);
    if (command === undefined) throw new Error('the command has not arrived');
    return command;
  });
}

async function matching(runtimeId: string, type = 'workflow.completed') {
  const event = { tenantId: 'acme', environment: 'sandbox' as const, type, definitionId: 'kyb', runtimeId };
  return (await findMatchingWebhooks(pool, [event])).flat();
}

describe('a run request', () => {
  it('is answered with the ids of the run, which the command bears too', async () => {
    const { status, body } = await acme.post<Run>(path, request({ priority: 3 }));
    expect(status).toBe(200);
    expect(body).toEqual({
      workflowDefinitionId: 'kyb',
      workflowRuntimeId: expect.any(String),
      ballerineEntityId: expect.any(String),
      entities: [{ id: body.ballerineEntityId, type: 'business' }],
    });
    expect(await sentCommand(body.workflowRuntimeId)).toEqual({
      ...request({ workflowId: undefined }),
      workflowDefinitionId: 'kyb',
      workflowRuntimeId: body.workflowRuntimeId,
      ballerineEntityId: body.ballerineEntityId,
      tenantId: 'acme',
      environment: 'sandbox',
      correlationId: 'customer-7',
      requestedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      priority: 3,
    });
  });

  it('makes webhooks that match before the answer, beyond the limit of the tenant', async () => {
    const second = { ...subscription, config: { withChildWorkflows: true } };
    const { body } = await acme.post<Run>(path, listening(subscription, second));
    const found = await matching(body.workflowRuntimeId);
    expect(found).toHaveLength(2);
    expect(found).toContainEqual(
      expect.objectContaining({
        level: 'runtime',
        options: { ballerine: { withChildWorkflows: true } },
      }),
    );
    expect(await matching('another-run')).toEqual([]);
    const { rows } = await pool.query(
      `SELECT DISTINCT w.signs_with_tenant_secret, s.tenant_id, own.id AS own_secret
         FROM subscriptions.webhooks w
         LEFT JOIN subscriptions.signing_secrets s ON s.tenant_id = w.tenant_id AND s.environment = w.environment
         LEFT JOIN subscriptions.webhook_secrets own ON own.webhook_id = w.id
        WHERE w.runtime_id = $1`,
      [body.workflowRuntimeId],
    );
    expect(rows).toEqual([{ signs_with_tenant_secret: true, tenant_id: 'acme', own_secret: null }]);
    const shown = await acme.get<{ data: object[] }>('/v1/webhooks?level=runtime&limit=2');
    const made = { runtimeId: body.workflowRuntimeId, signedBy: 'tenant' };
    expect(shown.body.data).toMatchObject([made, made]);
  });

  it('that is wrong starts nothing, and says where in the words of the original', async () => {
    const before = await pool.query('SELECT id FROM subscriptions.workflow_runs');
    const { status, headers, body } = await acme.post<Refusal>(
      path,
      listening(
        { ...subscription, url: 'ftp://receiver.example' },
        subscription,
        { ...subscription, url: 'http://10.0.0.1/hook', events: ['*.completed'] },
        { ...subscription, url: `https://receiver.example/${'x'.repeat(2048)}` },
      ),
    );
    expect([status, headers.get('content-type')]).toEqual([400, 'application/json; charset=utf-8']);
    expect(body).toMatchObject({ message: 'Validation error', statusCode: 400 });
    expect(body.errors?.map((error) => error.path)).toEqual([
      'config.subscriptions.0.url',
      'config.subscriptions.2.events.0',
      'config.subscriptions.3.url',
    ]);
    const shapes = await acme.post<Refusal>(path, {
      ...listening({ type: 'email', url: 'x' }),
      workflowId: '',
    });
    expect(shapes.body.errors?.map((error) => error.path)).toEqual([
      'workflowId',
      'config.subscriptions.0.type',
      'config.subscriptions.0.events',
    ]);
    const many = await acme.post<Refusal>(path, listening(...Array.from({ length: 21 }, () => subscription)));
    expect(many.body.errors).toEqual([
      { message: expect.stringContaining('accepted is at most 20 items'), path: 'config.subscriptions' },
    ]);
    const after = await pool.query('SELECT id FROM subscriptions.workflow_runs');
    expect(after.rowCount).toBe(before.rowCount);
  });

  it('in production wants https for its subscriptions', async () => {
    const production = Caller.tenant(service, 'acme', { environment: 'production' });
    const plain = listening({ ...subscription, url: 'http://receiver.example/hook' });
    expect((await production.post<Refusal>(path, plain)).body.errors).toEqual([
      { message: 'must begin with https:// in production', path: 'config.subscriptions.0.url' },
    ]);
    expect((await acme.post(path, plain)).status).toBe(200);
  });

  it.each<[string, () => Promise<ApiAnswer<Refusal>>, number]>([
    ['a body that is no JSON', () => acme.post(path, undefined, { 'content-type': 'application/json' }), 400],
    ['a key without the scope', () => Caller.tenant(service, 'acme', { only: ['read'] }).post(path), 403],
    ['a tenant that is not there', () => Caller.tenant(service, 'gone').post(path, request()), 404],
    ['an unknown path', () => acme.post('/api/v1/external/workflows/stop'), 404],
    ['a key that cannot be used', () => acme.post(path, request(), { 'idempotency-key': 'a b' }), 400],
  ])('refuses %s in the same form', async (_what, call, status) => {
    const refused = await call();
    expect(refused.status).toBe(status);
    expect(refused.body).toMatchObject({ message: expect.any(String), statusCode: status });
    expect(refused.body).not.toHaveProperty('code');
  });
});

describe('Idempotency-Key', () => {
  const withKey = (key: string, body: object = listening(subscription)) =>
    acme.post<Run & Refusal>(path, body, { 'idempotency-key': key });

  it('starts one run, however many requests there are at once', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => withKey('at-once')));
    const ids = new Set(answers.map(({ status, body }) => `${status} ${JSON.stringify(body)}`));
    expect(ids.size).toBe(1);
    const replayed = answers.filter(({ headers }) => headers.get('idempotency-replayed') === 'true');
    expect(replayed).toHaveLength(7);
    const runtimeId = answers[0]?.body.workflowRuntimeId ?? '';
    expect(await matching(runtimeId)).toHaveLength(1);
    await sentCommand(runtimeId);
    expect(commandsOf(runtimeId)).toHaveLength(1);
  });

  it('belongs to one body, one environment and one tenant', async () => {
    const first = await withKey('one');
    const other = await withKey('one', request());
    expect([other.status, other.body]).toEqual([
      422,
      { message: 'The Idempotency-Key was used for a different request', statusCode: 422 },
    ]);
    const production = Caller.tenant(service, 'acme', { environment: 'production' });
    const elsewhere = await production.post<Run>(path, listening(subscription), { 'idempotency-key': 'one' });
    expect(elsewhere.status).toBe(200);
    expect(elsewhere.body.workflowRuntimeId).not.toBe(first.body.workflowRuntimeId);
  });

  it('is free again after a request that was refused', async () => {
    expect((await withKey('corrected', listening({ ...subscription, url: 'x' }))).status).toBe(400);
    expect((await withKey('corrected')).status).toBe(200);
  });

  it('is forgotten a week after the command was sent, not before', async () => {
    const { body } = await withKey('old');
    await sentCommand(body.workflowRuntimeId);
    const age = async (seconds: number) => {
      await eventually(async () => {
        const { rowCount } = await pool.query(
          `UPDATE subscriptions.workflow_runs SET requested_at = now() - make_interval(secs => $2)
            WHERE id = $1 AND command IS NULL`,
          [body.workflowRuntimeId, seconds],
        );
        if (rowCount !== 1) throw new Error('the command is still kept');
      });
    };
    await age(7 * 86_400 - 60);
    expect(await purgeExpired(pool)).toMatchObject({ workflowRuns: 0 });
    await age(7 * 86_400 + 60);
    expect(await purgeExpired(pool)).toMatchObject({ workflowRuns: 1 });
  });
});

describe('while Kafka is away', () => {
  const other = useDatabase({ per: 'test' });
  const lonely = useResource(() => beginSubscriptions(other.url, { KAFKA_BROKERS: '127.0.0.1:1' }), {
    close: (running) => running.stop(),
    per: 'test',
  });

  it('runs are accepted, readiness tells, and a process that comes later sends the commands', async () => {
    await insertTenant(other.pool, 'acme');
    const caller = Caller.tenant(lonely, 'acme');
    const accepted = await eventually(async () => {
      const answer = await caller.post<Run>(path, request(), { 'idempotency-key': 'k' });
      if (answer.status !== 200) throw new Error(`answered ${answer.status}`);
      return answer.body;
    });
    const readiness = await fetch(`${lonely.url}/readyz`);
    expect([readiness.status, await readiness.json()]).toMatchObject([503, { checks: { producer: false } }]);
    await lonely.stop();

    const sent: string[] = [];
    const producer = {
      ready: true,
      send: ({ key }: { key: string | Buffer | null }) => {
        sent.push(String(key));
        return sent.length === 1 ? Promise.reject(new Error('not now')) : Promise.resolve();
      },
    };
    const round = () => runRelayRound({ pool: other.pool, producer, topic, logger, metrics });
    await round();
    expect(sent).toEqual([accepted.workflowRuntimeId]);
    await passPauses(other.pool);
    await round();
    await passPauses(other.pool);
    await round();
    expect(sent).toEqual([accepted.workflowRuntimeId, accepted.workflowRuntimeId]);
  });
});

describe('commands that cannot be sent', () => {
  const other = useDatabase({ per: 'test' });
  const id = (number: number) => `019ac000-0000-7000-8000-${String(number).padStart(12, '0')}`;
  const unsendable = Array.from({ length: 16 }, (_, number) => id(number));

  it('hold up no newer ones, and each waits longer after every try', async () => {
    await insertTenant(other.pool, 'acme');
    await other.pool.query(
      `INSERT INTO subscriptions.workflow_runs (id, tenant_id, environment, answer, command, requested_at, next_try_at, failures)
       SELECT id, 'acme', 'sandbox', '{}', 'x', at, at, 6
         FROM unnest($1::uuid[]) WITH ORDINALITY AS run (id, number),
              LATERAL (SELECT now() - interval '1 hour' + make_interval(secs => number) AS at) AS times`,
      [[...unsendable, id(16)]],
    );
    let tried: string[] = [];
    const producer = {
      ready: true,
      send: ({ key }: { key: string | Buffer | null }) => {
        tried.push(String(key));
        return unsendable.includes(String(key)) ? Promise.reject(new Error('too large')) : Promise.resolve();
      },
    };
    const databaseSeconds = async (instant: 'now()' | 'max(next_try_at)') => {
      const { rows } = await other.pool.query<{ seconds: number }>(
        `SELECT extract(epoch FROM ${instant})::float8 AS seconds FROM subscriptions.workflow_runs
          WHERE command IS NOT NULL GROUP BY ()`,
      );
      return rows[0]?.seconds ?? NaN;
    };
    const round = async () => {
      tried = [];
      const pauseMs = await runRelayRound({ pool: other.pool, producer, topic, logger, metrics });
      return { tried: tried.toSorted(), pauseMs };
    };
    expect(await round()).toEqual({ tried: unsendable, pauseMs: 0 });
    expect(await round()).toEqual({ tried: [id(16)], pauseMs: 1_000 });
    expect(await round()).toEqual({ tried: [], pauseMs: 1_000 });

    await other.pool.query('UPDATE subscriptions.workflow_runs SET failures = 0');
    for (const pause of [1, 2, 4, 8, 16, 32, 60, 60]) {
      await passPauses(other.pool);
      const before = await databaseSeconds('now()');
      expect((await round()).tried).toEqual(unsendable);
      const due = await databaseSeconds('max(next_try_at)');
      expect(due - before).toBeGreaterThanOrEqual(pause);
      expect(due - (await databaseSeconds('now()'))).toBeLessThanOrEqual(pause);
    }
  });
});

/** Lets every pause before a command's next try be over. */
async function passPauses(of: Pool): Promise<void> {
  await of.query("UPDATE subscriptions.workflow_runs SET next_try_at = now() - interval '1 second'");
}
