import { useResource } from '@casewire/testing/fixtures';
import { purgeExpired } from '@casewire/subscription-store';
import { describe, expect, it } from '@jest/globals';
import { createTenant, useSubscriptions } from './subscriptions.fixture.ts';

const { database, service, operator } = useSubscriptions();
const { pool } = database;
const acme = useResource(() => createTenant(service, 'acme'));
const url = 'https://receiver.example/hook';

interface Shown {
  readonly id: string;
  readonly status: string;
}

async function createPaused(caller = acme): Promise<string> {
  const { body } = await caller.post<Shown>('/v1/webhooks', { url, status: 'paused' });
  expect(body.status).toBe('paused');
  return body.id;
}

/** The ends of pauses that history is told of, in their order. */
async function resumesOf(id: string): Promise<string[]> {
  const { rows } = await pool.query<{ kind: string; number: number; backlog: string }>(
    'SELECT kind, number, backlog FROM subscriptions.webhook_notices WHERE webhook_id = $1 ORDER BY kind, number',
    [id],
  );
  return rows.map(({ kind, number, backlog }) => `${kind} ${number} ${backlog}`);
}

async function pauseOf(id: string): Promise<number | undefined> {
  const { rows } = await pool.query<{ pause: number }>(
    'SELECT pause FROM subscriptions.webhooks WHERE id = $1',
    [id],
  );
  return rows[0]?.pause;
}

describe('a pause', () => {
  it('has the next number each time, and only then', async () => {
    const { body } = await acme.post<Shown>('/v1/webhooks', { url });
    expect(await pauseOf(body.id)).toBe(0);
    for (const [change, number] of [
      [{ status: 'paused' }, 1],
      [{ name: 'renamed' }, 1],
      [{ status: 'active' }, 1],
      [{ status: 'paused' }, 2],
    ] as const) {
      await acme.patch(`/v1/webhooks/${body.id}`, change);
      expect([change, await pauseOf(body.id)]).toEqual([change, number]);
    }
  });

  it.each(['send', 'skip'])(
    'ends by a request that says what becomes of its backlog: %s',
    async (backlog) => {
      const id = await createPaused();
      const resumed = await acme.post<Shown>(`/v1/webhooks/${id}/resume`, { backlog });
      expect(resumed).toMatchObject({ status: 200, body: { id, status: 'active' } });
      expect(await resumesOf(id)).toEqual([`pause 1 ${backlog}`]);
      expect(await acme.post(`/v1/webhooks/${id}/resume`, { backlog })).toMatchObject({
        status: 409,
        body: { code: 'invalid-state', detail: 'the webhook is not paused: it is active' },
      });
      expect(await resumesOf(id)).toEqual([`pause 1 ${backlog}`]);
    },
  );

  it.each([
    ['backlog', {}],
    ['backlog', { backlog: 'drop' }],
    ['since', { backlog: 'send', since: 1 }],
  ])('is not ended by a request that is wrong in %s: %j', async (path, body) => {
    const id = await createPaused();
    const refused = await acme.post<{ errors: { path: string }[] }>(`/v1/webhooks/${id}/resume`, body);
    expect([refused.status, refused.body.errors.map((error) => error.path)]).toEqual([422, [path]]);
    expect((await acme.get<Shown>(`/v1/webhooks/${id}`)).body.status).toBe('paused');
  });

  it('ends with any other status, and when the webhook or its tenant is deleted', async () => {
    for (const status of ['active', 'disabled']) {
      const id = await createPaused();
      expect((await acme.patch<Shown>(`/v1/webhooks/${id}`, { status })).body.status).toBe(status);
      expect(await resumesOf(id)).toEqual(['pause 1 send']);
    }
    const deleted = await createPaused();
    await acme.delete(`/v1/webhooks/${deleted}`);
    expect(await resumesOf(deleted)).toEqual(['pause 1 send']);
    const gone = await createTenant(service, 'gone');
    const ofTenant = await createPaused(gone);
    expect((await operator.delete('/v1/tenants/gone')).status).toBe(204);
    expect(await resumesOf(ofTenant)).toEqual(['pause 1 send']);
  });

  it('is remembered until history has noted its end', async () => {
    const [noted, unnoted] = [await createPaused(), await createPaused()];
    for (const id of [noted, unnoted]) await acme.post(`/v1/webhooks/${id}/resume`, { backlog: 'send' });
    await pool.query('INSERT INTO history.webhook_state (webhook_id, ended_pause) VALUES ($1, 1), ($2, 0)', [
      noted,
      unnoted,
    ]);
    await purgeExpired(pool);
    expect([await resumesOf(noted), await resumesOf(unnoted)]).toEqual([[], ['pause 1 send']]);
  });

  it('is not ended by an edit, which calls for a probe where the breaker is open', async () => {
    const [id, closed] = [await createPaused(), await createPaused()];
    await pool.query(
      `INSERT INTO history.webhook_state (webhook_id, breaker, breaker_kind) VALUES ($1, 2, 'breaker')`,
      [id],
    );
    for (const each of [id, closed]) {
      await acme.patch(`/v1/webhooks/${each}`, { name: 'renamed' });
      expect(await resumesOf(each)).toEqual([]);
      await acme.patch(`/v1/webhooks/${each}`, { url: `${url}/new` });
      await acme.patch(`/v1/webhooks/${each}`, { auth: { bearer: { token: 'theirs' } } });
    }
    expect([await resumesOf(id), await resumesOf(closed)]).toEqual([['edit 3 send', 'edit 4 send'], []]);
  });

  it('ends with all other holds when the webhook is disabled or deleted', async () => {
    const [disabled, deleted, active] = [await createPaused(), await createPaused(), await createPaused()];
    for (const id of [disabled, deleted, active])
      await pool.query(
        `INSERT INTO history.webhook_state (webhook_id, breaker, breaker_kind) VALUES ($1, 2, 'breaker')`,
        [id],
      );
    await acme.patch(`/v1/webhooks/${disabled}`, { status: 'disabled' });
    await acme.delete(`/v1/webhooks/${deleted}`);
    await acme.patch(`/v1/webhooks/${active}`, { status: 'active' });
    for (const id of [disabled, deleted])
      expect(await resumesOf(id)).toEqual(['breaker 2 send', 'pause 1 send']);
    expect(await resumesOf(active)).toEqual(['pause 1 send']);
  });

  it('by Casewire itself ends with that of the owner, or alone', async () => {
    const { body: active } = await acme.post<Shown>('/v1/webhooks', { url });
    const paused = await createPaused();
    for (const id of [active.id, paused])
      await pool.query('INSERT INTO history.webhook_state (webhook_id, own_pause) VALUES ($1, 4)', [id]);
    expect((await acme.patch(`/v1/webhooks/${active.id}`, { name: 'renamed' })).status).toBe(200);
    expect(await resumesOf(active.id)).toEqual([]);
    for (const id of [active.id, paused])
      expect(await acme.post(`/v1/webhooks/${id}/resume`, { backlog: 'skip' })).toMatchObject({
        status: 200,
        body: { status: 'active' },
      });
    expect(await resumesOf(active.id)).toEqual(['own-pause 4 skip']);
    expect(await resumesOf(paused)).toEqual(['own-pause 4 skip', 'pause 1 skip']);
  });

  it('of another tenant is not found', async () => {
    const id = await createPaused();
    const other = await createTenant(service, 'other');
    expect((await other.post(`/v1/webhooks/${id}/resume`, { backlog: 'send' })).status).toBe(404);
  });
});
