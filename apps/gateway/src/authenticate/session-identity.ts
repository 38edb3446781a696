import { type Identity, scopes } from '@casewire/identity';
import { Problem } from '@casewire/rest';
import type { Session } from '@casewire/session-store';
import type { ActingFor } from './acting-for.ts';

/**
 * The identity that a request by session is made for: what the key would have that the session began with. A session has no
 * tenant and environment of its own: each request names both, and so writes to no other environment than the page
 * shows. The operator names them only where a key would.
 * @throws Problem tenant-required, forbidden
 */
export function identityOfSession(session: Session, named: ActingFor): Identity {
  const { id, tenantId, grants, linkId } = session;
  if (tenantId === null) return { ...named, scopes, operator: true, actor: 'operator', session: id };
  if (named.tenantId === undefined || named.environment === undefined) {
    throw new Problem('tenant-required', {
      detail: 'by session, name both in the headers Casewire-Tenant and Casewire-Environment',
    });
  }
  const grant = grants[named.environment];
  if (named.tenantId !== tenantId || grant === undefined) {
    throw new Problem('forbidden', {
      detail: 'the session was not given the tenant or environment that the headers name',
    });
  }
  return {
    tenantId,
    environment: named.environment,
    scopes: grant.scopes,
    operator: false,
    actor: grant.keyId ?? `link ${linkId ?? ''}`,
    session: id,
  };
}
