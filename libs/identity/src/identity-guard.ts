import type { IncomingMessage } from 'node:http';
import type { TenantScope } from '@casewire/events';
import { Problem } from '@casewire/rest';
import {
  applyDecorators,
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiSecurity } from '@nestjs/swagger';
import { IDENTITY_HEADER, type IdentitySigner, InvalidIdentityError } from './identity-signer.ts';
import type { Identity, Scope } from './identity.ts';

/** Marks a handler or controller that answers requests without an identity, for instance health and metrics. */
export const Public = Reflector.createDecorator<boolean>({ transform: () => true });

const NeededScope = Reflector.createDecorator<Scope | 'operator'>();

/** The scope that a handler, or every handler of a controller, needs; `operator` is for the operator's key alone. */
export function RequireScope(scope: Scope | 'operator'): ClassDecorator & MethodDecorator {
  return applyDecorators(NeededScope(scope), ApiSecurity('bearer', [scope]));
}

/** The identity of the request being handled. */
export const CurrentIdentity = createParamDecorator((_data: unknown, context: ExecutionContext) =>
  identityOf(context.switchToHttp().getRequest<IncomingMessage>()),
);

/** The identity that came with a request, or why it cannot be believed. */
const arrived = new WeakMap<IncomingMessage, Identity | InvalidIdentityError>();

/** Identities of requests that the guard has let in. */
const identities = new WeakMap<IncomingMessage, Identity>();

/**
 * Verifies the identities of requests when they arrive. A body can take longer to arrive than an identity is valid. The
 * guard decides what becomes of a request whose identity cannot be believed.
 */
export function readIdentities(signer: Pick<IdentitySigner, 'verify'>) {
  return (request: IncomingMessage, _response: unknown, next: () => void): void => {
    const token = request.headers[IDENTITY_HEADER];
    if (typeof token === 'string') arrived.set(request, verify(signer, token));
    next();
  };
}

function verify(signer: Pick<IdentitySigner, 'verify'>, token: string): Identity | InvalidIdentityError {
  try {
    return signer.verify(token);
  } catch (error) {
    if (error instanceof InvalidIdentityError) return error;
    throw error;
  }
}

/** @throws Problem unauthorized where the request has not passed the guard */
export function identityOf(request: IncomingMessage): Identity {
  const identity = identities.get(request);
  if (identity === undefined) throw new Problem('unauthorized');
  return identity;
}

/** @throws Problem tenant-required for the operator who names no tenant and environment to act for */
export function tenantScope({ tenantId, environment }: Identity): TenantScope {
  if (tenantId !== undefined && environment !== undefined) return { tenantId, environment };
  throw new Problem('tenant-required', {
    detail: 'with the operator key, name both in the headers Casewire-Tenant and Casewire-Environment',
  });
}

/**
 * The part of everybody's things that a caller may see, for lists that the operator may read across tenants: what a
 * request names restricts it, the tenant and the environment each for itself.
 * @throws Problem tenant-required for anybody else who acts for no tenant and environment
 */
export function visibleScope(identity: Identity): Partial<TenantScope> {
  if (!identity.operator) return tenantScope(identity);
  const { tenantId, environment } = identity;
  return { ...(tenantId !== undefined && { tenantId }), ...(environment !== undefined && { environment }) };
}

/**
 * Refuses what a session of the operator would do with a thing of a tenant and in no view of it: a view is in the audit of the
 * tenant, and has a reason where it allows more than reading.
 * @throws Problem forbidden
 */
export function requireView({ operator, session }: Identity, tenantId: string): void {
  if (!operator || session === undefined) return;
  throw new Problem('forbidden', {
    detail: `it belongs to the tenant ${tenantId}: view the tenant, and unlock the view with a reason`,
  });
}

/**
 * Lets a request in if the gateway signed its identity (else 401) and the identity has the scope (else 403). It needs
 * `readIdentities`.
 */
@Injectable()
export class IdentityGuard implements CanActivate {
  readonly #reflector = new Reflector();

  canActivate(context: ExecutionContext): boolean {
    const places = [context.getHandler(), context.getClass()];
    if (this.#reflector.getAllAndOverride(Public, places)) return true;
    const request = context.switchToHttp().getRequest<IncomingMessage>();
    const identity = verified(request);
    identities.set(request, identity);
    requireAllowed(identity, this.#reflector.getAllAndOverride(NeededScope, places));
    return true;
  }
}

/** @throws Problem unauthorized */
function verified(request: IncomingMessage): Identity {
  const identity = arrived.get(request);
  if (identity === undefined)
    throw new Problem('unauthorized', { detail: 'services are called through the gateway' });
  if (identity instanceof InvalidIdentityError) throw new Problem('unauthorized', { cause: identity });
  return identity;
}

function requireAllowed(identity: Identity, scope: Scope | 'operator' | undefined): void {
  if (scope === undefined) return;
  if (scope !== 'operator') requireScope(identity, scope);
  else if (!identity.operator) throw new Problem('forbidden', { detail: "this is for the operator's key" });
}

/**
 * Checks a scope that only some requests to a handler need.
 * @param what ends the message: "which is needed to ...". Default: the message does not say it.
 * @throws Problem missing-scope
 */
export function requireScope(identity: Identity, scope: Scope, what?: string): void {
  if (identity.scopes.includes(scope)) return;
  const lacking = `the key lacks the scope "${scope}"`;
  const detail = what === undefined ? lacking : `${lacking}, which is needed to ${what}`;
  throw new Problem('missing-scope', { detail, extra: { scope } });
}
