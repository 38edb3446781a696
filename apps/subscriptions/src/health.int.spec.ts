import { useResource } from '@casewire/testing/fixtures';
import { describe, expect, it } from '@jest/globals';
import { createTenant, useSubscriptions } from './subscriptions.fixture.ts';

const { database, service, operator } = useSubscriptions();
const { pool } = database;
const acme = useResource(() => createTenant(service, 'acme'));
const url = 'https://receiver.example/hook';

interface Shown {
  readonly id: string;
  readonly health: string;
}

async function create(): Promise<string> {
  const { body } = await acme.post<Shown>('/v1/webhooks', { url });
  expect(body.health).toBe('healthy');
  return body.id;
}

/** Writes what history would have seen. */
async function saw(id: string, columns: string): Promise<void> {
  await pool.query(`INSERT INTO history.webhook_state (webhook_id) VALUES ($1) ON CONFLICT DO NOTHING`, [id]);
  await pool.query(`UPDATE history.webhook_state SET ${columns} WHERE webhook_id = $1`, [id]);
}

const failing = `failing_since = '2026-11-20T10:00:00Z', failing_by = 'run', failure_run = 12,
  failure_run_since = '2026-11-20T10:00:00Z', last_success_at = '2026-11-20T09:00:00Z',
  last_failure_at = '2026-11-20T11:00:00Z', last_failure = 'http-503', average_ms = 12.34`;

describe('the health of a webhook', () => {
  it('is shown as its attempts have it', async () => {
    const id = await create();
    expect((await acme.get(`/v1/webhooks/${id}/health`)).body).toEqual({
      state: 'healthy',
      failingSince: null,
      failuresInARow: 0,
      lastSuccessAt: null,
      lastFailureAt: null,
      lastFailure: null,
      nextProbeAt: null,
      averageMs: null,
    });
    await saw(id, failing);
    expect((await acme.get(`/v1/webhooks/${id}/health`)).body).toEqual({
      state: 'failing',
      failingSince: '2026-11-20T10:00:00.000Z',
      failuresInARow: 12,
      lastSuccessAt: '2026-11-20T09:00:00.000Z',
      lastFailureAt: '2026-11-20T11:00:00.000Z',
      lastFailure: 'http-503',
      nextProbeAt: null,
      averageMs: 12,
    });
    await saw(id, 'own_pause = 1');
    expect((await acme.get(`/v1/webhooks/${id}/health`)).body).toMatchObject({ state: 'paused' });
  });

  it('stands in lists and answers, and lists are filtered by it', async () => {
    const [sound, bad, gone, paused] = [await create(), await create(), await create(), await create()];
    await saw(bad, failing);
    await saw(gone, `${failing}, breaker = 1, breaker_kind = 'breaker'`);
    await saw(paused, `${failing}, own_pause = 1`);
    for (const [health, id] of [
      ['healthy', sound],
      ['failing', bad],
      ['unavailable', gone],
      ['paused', paused],
    ] as const) {
      expect((await acme.get(`/v1/webhooks/${id}`)).body).toMatchObject({ health });
      const listed = await acme.get<{ data: Shown[] }>(`/v1/webhooks?health=${health}&limit=100`);
      const ids = listed.body.data.map((webhook) => webhook.id);
      expect([sound, bad, gone, paused].filter((each) => ids.includes(each))).toEqual([id]);
      expect(new Set(listed.body.data.map((webhook) => webhook.health))).toEqual(new Set([health]));
    }
    expect((await acme.get('/v1/webhooks?health=ill')).status).toBe(400);
  });

  it('filters the list of tenants: by a webhook in that state, or by none in any other', async () => {
    const webhookOf = async (tenantId: string, columns: string) => {
      const tenant = await createTenant(service, tenantId);
      const { body } = await tenant.post<Shown>('/v1/webhooks', { url });
      await saw(body.id, columns);
      return { tenant, id: body.id };
    };
    await webhookOf('sound', 'average_ms = 1');
    await webhookOf('ill-failing', failing);
    await webhookOf('ill-unavailable', `${failing}, breaker = 1, breaker_kind = 'breaker'`);
    await webhookOf('ill-paused', `${failing}, own_pause = 1`);
    await webhookOf('own-pause', 'pause = 1');
    await createTenant(service, 'empty');
    const gone = await webhookOf('ill-once', failing);
    await gone.tenant.delete(`/v1/webhooks/${gone.id}`);
    await saw('no such webhook', failing);
    const found = async (query: string) => {
      const { body } = await operator.get<{ data: Shown[] }>(`/v1/tenants?limit=100&${query}`);
      return body.data.map(({ id }) => id);
    };
    expect(await found('q=ill&health=failing')).toEqual(['ill-failing']);
    expect(await found('q=ill&health=unavailable')).toEqual(['ill-unavailable']);
    expect(await found('q=ill&health=paused')).toEqual(['ill-paused']);
    const healthy = await found('health=healthy');
    expect(healthy).toEqual(expect.arrayContaining(['ill-once', 'empty', 'own-pause', 'sound']));
    expect(healthy.filter((id) => id.startsWith('ill'))).toEqual(['ill-once']);
    expect((await operator.get('/v1/tenants?health=ill')).status).toBe(400);
    expect((await operator.get('/v1/tenants?health=failing&health=paused')).status).toBe(400);
  });

  it('may be sent back with a PATCH, also when it has changed meanwhile', async () => {
    const id = await create();
    const { body } = await acme.get<Shown>(`/v1/webhooks/${id}`);
    await saw(id, failing);
    expect(await acme.patch(`/v1/webhooks/${id}`, { ...body, name: 'renamed' })).toMatchObject({
      status: 200,
      body: { name: 'renamed', health: 'failing' },
    });
  });

  it('of a webhook of another tenant is not found', async () => {
    const other = await createTenant(service, 'other');
    expect((await other.get(`/v1/webhooks/${await create()}/health`)).status).toBe(404);
  });
});
