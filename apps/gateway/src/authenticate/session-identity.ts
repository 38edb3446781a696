import type { TenantScope } from '@casewire/events';
import { type Identity, scopes } from '@casewire/identity';
import { Problem } from '@casewire/rest';
import type { Session } from '@casewire/session-store';
import { viewRights } from '../sessions/view-rights.ts';
import type { ActingFor } from './acting-for.ts';

/**
 * The identity that a request by session is made for: what the key would have that the session began with. A session has no
 * tenant and environment of its own: each request names both, and so writes to no other environment than the page
 * shows. A session of the operator that names a tenant must view it, and may do what the view allows now.
 * @throws Problem tenant-required, forbidden
 */
export function identityOfSession(session: Session, named: ActingFor, now: Date): Identity {
  const { id, tenantId } = session;
  if (tenantId === null && named.tenantId === undefined)
    return { ...named, scopes, operator: true, actor: 'operator', session: id };
  const { tenantId: wanted, environment } = named;
  if (wanted === undefined || environment === undefined) {
    throw new Problem('tenant-required', {
      detail: 'by session, name both in the headers Casewire-Tenant and Casewire-Environment',
    });
  }
  const scope = { tenantId: wanted, environment };
  return tenantId === null ? identityOfView(session, scope, now) : identityOfTenant(session, scope);
}

/** The operator in the place of the tenant's people. @throws Problem forbidden */
function identityOfView({ id, view }: Session, scope: TenantScope, now: Date): Identity {
  if (view?.tenantId !== scope.tenantId) {
    throw new Problem('forbidden', {
      detail:
        'a session of the operator must view the tenant first: PUT /v1/sessions/current/views/{tenantId}',
    });
  }
  const { scopes: allowed, unlocked } = viewRights(view, now);
  return {
    ...scope,
    scopes: allowed,
    operator: false,
    actor: 'operator',
    session: id,
    ...(unlocked !== null && { reason: unlocked.reason }),
  };
}

/** @throws Problem forbidden */
function identityOfTenant({ id, tenantId, grants, linkId }: Session, scope: TenantScope): Identity {
  const grant = grants[scope.environment];
  if (scope.tenantId !== tenantId || grant === undefined) {
    throw new Problem('forbidden', {
      detail: 'the session was not given the tenant or environment that the headers name',
    });
  }
  return {
    ...scope,
    scopes: grant.scopes,
    operator: false,
    actor: grant.keyId ?? `link ${linkId ?? ''}`,
    session: id,
  };
}
