import { randomBytes } from 'node:crypto';
import { timeOrderedUuid } from '@casewire/events';
import { inSeconds, insertTenant } from '@casewire/testing';
import { useDatabase } from '@casewire/testing/fixtures';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  createPortalLink,
  exchangePortalLink,
  findPortalLinks,
  listPortalLinks,
  revokePortalLink,
} from './portal-links.ts';
import { purgeEnded } from './purge-ended.ts';
import type { Grants, NewSession } from './session.ts';
import {
  endSession,
  endSessionOf,
  endSessionsOfTenant,
  findSessions,
  listSessions,
  MAX_KEY_SESSIONS,
  noteUse,
  startSession,
} from './sessions.ts';
import { hashToken, newToken } from './token.ts';

const { pool } = useDatabase();
let ids = 0;

/** Ids in the order of creation. */
function newId(): string {
  ids += 1;
  return timeOrderedUuid(ids, randomBytes(10));
}

const firstPage = { limit: 20, order: 'desc' } as const;

beforeAll(async () => {
  for (const id of ['acme', 'globex', 'leaving']) await insertTenant(pool, id);
});

async function insertKey(tenantId = 'acme'): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    `INSERT INTO subscriptions.api_keys (id, tenant_id, environment, key_hash, scopes)
     VALUES ($1, $2, 'sandbox', $3, '{read}') RETURNING id`,
    [newId(), tenantId, randomBytes(32)],
  );
  return rows[0]?.id ?? '';
}

function newSession(difference: Partial<NewSession> = {}): NewSession {
  return {
    id: newId(),
    tokenHash: hashToken(newToken()),
    tenantId: 'acme',
    grants: { sandbox: { scopes: ['read'] } },
    idleSeconds: 60,
    expiresAt: inSeconds(600),
    ...difference,
  };
}

async function started(difference: Partial<NewSession> = {}): Promise<NewSession> {
  const session = newSession(difference);
  await startSession(pool, session);
  return session;
}

async function isGood({ tokenHash }: NewSession): Promise<boolean> {
  return (await findSessions(pool, [tokenHash])).has(tokenHash.toString('hex'));
}

function withKeys(...keyIds: readonly string[]): { grants: Grants } {
  const [sandbox, production] = keyIds.map((keyId) => ({ scopes: ['read'] as const, keyId }));
  return { grants: { ...(sandbox && { sandbox }), ...(production && { production }) } };
}

async function link(difference: { tenantId?: string; expiresAt?: Date } = {}) {
  const codeHash = hashToken(newToken());
  const created = await createPortalLink(pool, {
    id: newId(),
    tenantId: 'acme',
    environments: ['sandbox'],
    scopes: ['read'],
    readOnly: true,
    landing: '/t/acme/sandbox',
    codeHash,
    expiresAt: inSeconds(60),
    ...difference,
  });
  return { codeHash, id: created?.id ?? '' };
}

describe('a session', () => {
  it('is found by its token, with its tenant and what it may do', async () => {
    const keyId = await insertKey();
    const session = await started({ ...withKeys(keyId), operatorCheck: Buffer.from('check') });
    const found = await findSessions(pool, [session.tokenHash, hashToken('another')]);
    expect([...found]).toEqual([
      [
        session.tokenHash.toString('hex'),
        {
          id: session.id,
          tenantId: 'acme',
          tenantName: 'acme',
          grants: { sandbox: { scopes: ['read'], keyId } },
          linkId: null,
          readOnly: false,
          operatorCheck: Buffer.from('check'),
          view: null,
          createdAt: expect.any(Date),
          lastUsedAt: expect.any(Date),
          idleSeconds: 60,
          expiresAt: session.expiresAt,
        },
      ],
    ]);
  });

  it('ends at its limits, with or without a request', async () => {
    const idle = await started();
    const expired = await started({ expiresAt: inSeconds(-1) });
    const inUse = await started();
    const [, used] = [...(await findSessions(pool, [inUse.tokenHash]))][0] ?? [];
    await pool.query(`UPDATE gateway.sessions SET last_used_at = now() - interval '61 s'`);
    if (used) await noteUse(pool, { ...used, lastUsedAt: inSeconds(-61) });
    expect([await isGood(idle), await isGood(expired), await isGood(inUse)]).toEqual([false, false, true]);
  });

  it.each([
    ['is revoked', 'revoked_at = now()'],
    ['has expired', `expires_at = now() - interval '1 s'`],
  ])('ends when one of its keys %s', async (_what, end) => {
    const keys = [await insertKey(), await insertKey()];
    const session = await started(withKeys(...keys));
    expect(await isGood(session)).toBe(true);
    await pool.query(`UPDATE subscriptions.api_keys SET ${end} WHERE id = $1`, [keys[1]]);
    expect(await isGood(session)).toBe(false);
  });

  it('ends with its tenant, and so does a link', async () => {
    const session = await started({ tenantId: 'leaving' });
    const { codeHash } = await link({ tenantId: 'leaving' });
    await pool.query(`UPDATE subscriptions.tenants SET deleted_at = now() WHERE id = 'leaving'`);
    expect(await isGood(session)).toBe(false);
    expect((await findPortalLinks(pool, [codeHash])).size).toBe(0);
    expect((await link({ tenantId: 'leaving' })).id).toBe('');
  });

  it('ends when it is replaced, signed out or ended by somebody else', async () => {
    const [replaced, signedOut, ended] = [await started(), await started(), await started()];
    await startSession(pool, newSession(), { hash: replaced.tokenHash, isKept: false });
    expect(await endSessionOf(pool, signedOut.tokenHash)).toMatchObject({ id: signedOut.id });
    expect(await endSession(pool, ended.id, 'globex')).toBeUndefined();
    expect(await isGood(ended)).toBe(true);
    expect(await endSession(pool, ended.id, 'acme')).toMatchObject({ id: ended.id, tenantId: 'acme' });
    for (const session of [replaced, signedOut, ended]) expect(await isGood(session)).toBe(false);
  });

  it('ends with all others of its tenant that are good', async () => {
    await pool.query('DELETE FROM gateway.sessions');
    const revoked = await insertKey();
    await pool.query('UPDATE subscriptions.api_keys SET revoked_at = now() WHERE id = $1', [revoked]);
    const [first, second] = [await started(), await started(withKeys(await insertKey()))];
    for (const over of [{ expiresAt: inSeconds(-1) }, withKeys(revoked)]) await started(over);
    const others = [await started({ tenantId: 'globex' }), await started({ tenantId: null, grants: {} })];
    const ended = await endSessionsOfTenant(pool, 'acme');
    expect(ended.map(({ id, tenantId }) => [id, tenantId])).toEqual(
      expect.arrayContaining([first, second].map(({ id }) => [id, 'acme'])),
    );
    expect(ended).toHaveLength(2);
    expect(await Promise.all([first, second, ...others].map(isGood))).toEqual([false, false, true, true]);
    expect(await endSessionsOfTenant(pool, 'acme')).toEqual([]);
  });

  it('that has rights of the one it replaces begins only if that has not ended meanwhile', async () => {
    const replaced = await started();
    const [next, late] = [newSession(), newSession()];
    const replaces = { hash: replaced.tokenHash, isKept: true };
    expect(await startSession(pool, next, replaces)).toBe(true);
    expect(await startSession(pool, late, replaces)).toBe(false);
    expect([await isGood(replaced), await isGood(next), await isGood(late)]).toEqual([false, true, false]);
  });

  it('that is one too many ends the one of its tenant that was not used for longest', async () => {
    await pool.query('DELETE FROM gateway.sessions');
    const [others, oldest] = [await started({ tenantId: 'globex' }), await started()];
    await pool.query(
      `INSERT INTO gateway.sessions (id, token_hash, tenant_id, grants, idle_seconds, expires_at)
       SELECT gen_random_uuid(), sha256(number::text::bytea), 'acme', '{}', 3600, now() + interval '1 hour'
         FROM generate_series(2, $1) AS number`,
      [MAX_KEY_SESSIONS],
    );
    expect(await isGood(oldest)).toBe(true);
    const newest = await started();
    expect([await isGood(oldest), await isGood(newest), await isGood(others)]).toEqual([false, true, true]);
    const { rows } = await pool.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM gateway.sessions WHERE tenant_id = 'acme'`,
    );
    expect(rows[0]?.count).toBe(MAX_KEY_SESSIONS);
  });

  it('in the place of another one ends no third one, also where there is no room for more', async () => {
    await pool.query('DELETE FROM gateway.sessions');
    const [oldest, replaced] = [await started(), await started()];
    await pool.query(
      `INSERT INTO gateway.sessions (id, token_hash, tenant_id, grants, idle_seconds, expires_at)
       SELECT gen_random_uuid(), sha256(number::text::bytea), 'acme', '{}', 3600, now() + interval '1 hour'
         FROM generate_series(3, $1) AS number`,
      [MAX_KEY_SESSIONS],
    );
    const next = newSession();
    await startSession(pool, next, { hash: replaced.tokenHash, isKept: false });
    expect([await isGood(oldest), await isGood(replaced), await isGood(next)]).toEqual([true, false, true]);
  });

  it('is listed while it is good, newest first, for its tenant or for everybody', async () => {
    await pool.query('DELETE FROM gateway.sessions');
    const sessions = [
      await started(),
      await started({ tenantId: 'globex' }),
      await started({ tenantId: null, grants: {} }),
      await started({ expiresAt: inSeconds(-1) }),
    ];
    const idsOf = async (tenantId?: string, page: object = {}) => {
      const { rows, hasNext } = await listSessions(pool, tenantId, { ...firstPage, ...page });
      return [rows.map(({ id }) => id), hasNext];
    };
    const [acme, globex, operator] = sessions.map(({ id }) => id);
    expect(await idsOf()).toEqual([[operator, globex, acme], false]);
    expect(await idsOf('globex')).toEqual([[globex], false]);
    expect(await idsOf(undefined, { limit: 1, after: operator })).toEqual([[globex], true]);
  });
});

describe('a portal link', () => {
  const session = () => newSession({ grants: { sandbox: { scopes: ['read'] } } });

  it('begins one session, however many exchange it at once', async () => {
    const { id, codeHash } = await link();
    const wanted = Array.from({ length: 8 }, session);
    const won = await Promise.all(wanted.map((each) => exchangePortalLink(pool, id, each)));
    expect(won.filter(Boolean)).toHaveLength(1);
    const good = await Promise.all(wanted.map(isGood));
    expect(good).toEqual(won);
    const [found] = (await findPortalLinks(pool, [codeHash])).values();
    expect(found).toMatchObject({ id, tenantName: 'acme', readOnly: true, usedAt: expect.any(Date) });
    const [begun] = (
      await findSessions(
        pool,
        wanted.map(({ tokenHash }) => tokenHash),
      )
    ).values();
    expect(begun).toMatchObject({ tenantId: 'acme', linkId: id, readOnly: true });
  });

  it('that cannot be used ends no session', async () => {
    const { id } = await link({ expiresAt: inSeconds(-1) });
    const current = await started();
    expect(await exchangePortalLink(pool, id, session(), current.tokenHash)).toBe(false);
    expect(await isGood(current)).toBe(true);
    const other = await link();
    expect(await exchangePortalLink(pool, other.id, session(), current.tokenHash)).toBe(true);
    expect(await isGood(current)).toBe(false);
  });

  it('takes its session with it when it is revoked', async () => {
    const { id } = await link();
    const begun = session();
    await exchangePortalLink(pool, id, begun);
    expect(await revokePortalLink(pool, 'globex', id)).toBe(false);
    expect(await isGood(begun)).toBe(true);
    expect(await revokePortalLink(pool, 'acme', id)).toBe(true);
    expect(await isGood(begun)).toBe(false);
  });

  it('is listed for its tenant, used and expired ones too', async () => {
    const ids = [(await link()).id, (await link({ expiresAt: inSeconds(-1) })).id];
    const { rows } = await listPortalLinks(pool, 'acme', firstPage);
    expect(rows.slice(0, 2).map(({ id }) => id)).toEqual(ids.toReversed());
    expect((await listPortalLinks(pool, 'globex', firstPage)).rows).toEqual([]);
  });
});

describe('purgeEnded', () => {
  it('deletes sessions that have ended and old links, and nothing else', async () => {
    await pool.query('TRUNCATE gateway.portal_links CASCADE');
    const good = await started();
    await started({ expiresAt: inSeconds(-1) });
    const recent = await link({ expiresAt: inSeconds(-1) });
    await link({ expiresAt: inSeconds(-31 * 24 * 3_600) });
    expect(await purgeEnded(pool)).toBe(2);
    expect(await purgeEnded(pool)).toBe(0);
    expect(await isGood(good)).toBe(true);
    expect((await findPortalLinks(pool, [recent.codeHash])).size).toBe(1);
  });
});
