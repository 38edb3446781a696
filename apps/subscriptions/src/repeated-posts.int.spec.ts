import { beforeAll, describe, expect, it } from '@jest/globals';
import { useResource } from '@casewire/testing/fixtures';
import { createTenant, useSubscriptions, type Caller } from './subscriptions.fixture.ts';

const url = 'https://receiver.example/hook';

const { database, service, operator } = useSubscriptions();
const { pool } = database;
const acme = useResource(() => createTenant(service, 'acme'));
let webhookId: string;

beforeAll(async () => {
  const created = await acme.post<{ id: string }>('/v1/webhooks', { url, events: ['DOCVER'] });
  webhookId = created.body.id;
  // Where an answer is stored, PostgreSQL ends the session: the moment at which a process might die.
  await pool.query(`
    CREATE FUNCTION end_session() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM pg_terminate_backend(pg_backend_pid());
      PERFORM pg_sleep(10);
      RETURN NEW;
    END $$;
    CREATE TRIGGER end_session BEFORE INSERT OR UPDATE ON subscriptions.idempotency_keys
      FOR EACH ROW WHEN (NEW.ciphertext IS NOT NULL) EXECUTE FUNCTION end_session();
    ALTER TABLE subscriptions.idempotency_keys DISABLE TRIGGER end_session`);
});

async function whileNoAnswerCanBeStored<T>(work: () => Promise<T>): Promise<T> {
  await pool.query('ALTER TABLE subscriptions.idempotency_keys ENABLE TRIGGER end_session');
  try {
    return await work();
  } finally {
    await pool.query('ALTER TABLE subscriptions.idempotency_keys DISABLE TRIGGER end_session');
  }
}

interface Case {
  readonly caller?: () => Caller;
  readonly path: () => string;
  readonly body: object;
  /** Shows what the request changes. */
  readonly shownBy?: () => string;
}

const cases: Record<string, Case> = {
  'a tenant': { caller: () => operator, path: () => '/v1/tenants', body: { name: 'new' } },
  'an API key': {
    caller: () => operator,
    path: () => '/v1/tenants/acme/api-keys',
    body: { environment: 'sandbox' },
  },
  'a webhook': { path: () => '/v1/webhooks', body: { url } },
  "a webhook's next secret": {
    path: () => `/v1/webhooks/${webhookId}/secret/rotate`,
    body: {},
    shownBy: () => `/v1/webhooks/${webhookId}/secret`,
  },
  "the tenant's next signing secret": {
    path: () => '/v1/signing-secret/rotate',
    body: {},
    shownBy: () => '/v1/signing-secret',
  },
  "a webhook in Dataspike's words": {
    path: () => '/api/v3/organization/webhooks',
    body: { webhook_url: url, event_types: ['DOCVER'] },
  },
  "a webhook's next secret in Dataspike's words": {
    path: () => `/api/v3/organization/webhooks/${webhookId}/hmac/rotate`,
    body: {},
    shownBy: () => `/v1/webhooks/${webhookId}/secret`,
  },
};

describe('a POST that makes', () => {
  it.each(Object.entries(cases))(
    '%s makes nothing where its answer cannot be stored, and makes one when it is repeated',
    async (name, { caller = () => acme, path, body, shownBy = path }) => {
      const post = () => caller().post(path(), body, { 'idempotency-key': name.replaceAll(' ', '-') });
      const shown = async () => (await caller().get(shownBy())).body;
      const before = await shown();
      expect((await whileNoAnswerCanBeStored(post)).status).toBe(503);
      expect(await shown()).toEqual(before);

      const carriedOut = await post();
      const after = await shown();
      expect(after).not.toEqual(before);
      const repeated = await post();
      expect([repeated.status, repeated.body]).toEqual([carriedOut.status, carriedOut.body]);
      expect(repeated.headers.get('idempotency-replayed')).toBe('true');
      expect(await shown()).toEqual(after);
    },
  );
});
