import { changedMembers, recordChange } from '@casewire/audit';
import { inTransaction, type Pool, type PoolClient } from '@casewire/database';
import type { Identity } from '@casewire/identity';
import { exchangePortalLink, type NewSession, startSession } from '@casewire/session-store';
import type { SignInParts } from './sign-in.ts';

/** Begins sessions, each with its entry in the audit. */
export function auditedSessions(pool: Pool): SignInParts['store'] {
  return {
    start: (by, session, replaces) =>
      inTransaction(pool, async (client) => {
        const isBegun = await startSession(client, session, replaces);
        if (isBegun) await recordStart(client, by, session);
        return isBegun;
      }),
    exchange: (by, linkId, session, replaces) =>
      inTransaction(pool, async (client) => {
        const isBegun = await exchangePortalLink(client, linkId, session, replaces);
        if (isBegun) await recordStart(client, by, session);
        return isBegun;
      }),
  };
}

/** The session is named as the one that has changed, and as the one whose request it is. */
function recordStart(client: PoolClient, by: Identity, session: NewSession): Promise<void> {
  const { id, tenantId, grants } = session;
  return recordChange(
    client,
    { ...by, session: id },
    {
      action: 'session.started',
      resource: `sessions/${id}`,
      changed: changedMembers(undefined, { environments: Object.keys(grants) }),
      owner: { tenantId, environment: null },
    },
  );
}
