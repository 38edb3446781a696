import { createHash, timingSafeEqual } from 'node:crypto';
import { environments, isEnvironment, type TenantScope } from '@casewire/events';
import { type Identity, scopes } from '@casewire/identity';
import { type FieldError, Problem } from '@casewire/rest';
import type { AuthenticatedKey } from '@casewire/subscription-store';
import type { IncomingHttpHeaders } from 'node:http';
import type { KeyLookUps } from './key-look-ups.ts';

/** A longer text is no key, so it is neither hashed nor looked up. */
const MAX_KEY_LENGTH = 1024;

const CHALLENGE = { 'www-authenticate': 'Bearer realm="casewire"' };

/** Tenant and environment that a request names in its headers. */
type ActingFor = Partial<TenantScope>;

/** The request has a wrong key. Unlike a request without a key, it may be a guess. */
export class WrongKey extends Problem {
  constructor() {
    super('unauthorized', { detail: 'the key is unknown, expired or revoked', headers: CHALLENGE });
  }
}

/** Finds out for whom a request is made, by its key. */
export class Authenticator {
  readonly #adminKeyDigest: Buffer;
  readonly #lookUps: KeyLookUps;

  constructor(adminKey: string, lookUps: KeyLookUps) {
    this.#adminKeyDigest = digest(adminKey);
    this.#lookUps = lookUps;
  }

  /**
   * @param isSuspect whether the address of the request sent too many wrong keys
   * @throws Problem unauthorized, forbidden, invalid-parameter; any error of the look-up of the key
   */
  async authenticate(headers: IncomingHttpHeaders, isSuspect = false): Promise<Identity> {
    const key = presentedKey(headers);
    if (key === undefined)
      throw new Problem('unauthorized', {
        detail: 'send a key: Authorization: Bearer <key>',
        headers: CHALLENGE,
      });
    const named = actingFor(headers);
    // The comparison of digests takes the same time for every key: all of them have one length.
    if (timingSafeEqual(digest(key), this.#adminKeyDigest)) {
      return { ...named, scopes, operator: true, actor: 'operator' };
    }
    const found = await this.#lookUps.find(key, isSuspect);
    if (found === null) throw new WrongKey();
    requireSame(named, found);
    return {
      tenantId: found.tenantId,
      environment: found.environment,
      scopes: found.scopes,
      operator: false,
      actor: found.id,
    };
  }
}

/** @throws Problem invalid-parameter */
function actingFor(headers: IncomingHttpHeaders): ActingFor {
  const tenantId = headers['casewire-tenant'];
  const environment = headers['casewire-environment'];
  const errors: FieldError[] = [];
  if (tenantId !== undefined && !isTenantId(tenantId)) {
    errors.push({
      path: 'Casewire-Tenant',
      message: 'is not a tenant id',
      accepted: '1 to 200 visible ASCII characters',
    });
  }
  if (environment !== undefined && !isEnvironment(environment)) {
    errors.push({
      path: 'Casewire-Environment',
      message: 'is not an environment',
      accepted: environments.join(', '),
    });
  }
  if (errors.length > 0) throw new Problem('invalid-parameter', { errors });
  return {
    ...(isTenantId(tenantId) && { tenantId }),
    ...(isEnvironment(environment) && { environment }),
  };
}

function isTenantId(value: unknown): value is string {
  return typeof value === 'string' && /^[\x21-\x7e]{1,200}$/.test(value);
}

/** Refuses a request whose headers name another tenant or environment than its key has. */
function requireSame(named: ActingFor, key: AuthenticatedKey): void {
  const same =
    (named.tenantId ?? key.tenantId) === key.tenantId &&
    (named.environment ?? key.environment) === key.environment;
  if (same) return;
  throw new Problem('forbidden', {
    detail: 'the key belongs to another tenant or environment than the headers name',
  });
}

/** Whether a request has a key, right or wrong. */
export function presentsKey(headers: IncomingHttpHeaders): boolean {
  return presentedKey(headers) !== undefined;
}

/** The key of a request: `Authorization: Bearer <key>` or `ds-api-token: <key>`; undefined where there is none. */
function presentedKey(headers: IncomingHttpHeaders): string | undefined {
  const bearer = /^bearer +([^\s]+) *$/i.exec(headers.authorization ?? '')?.[1];
  const token = headers['ds-api-token'];
  const key = bearer ?? (typeof token === 'string' ? token.trim() : undefined);
  return key === undefined || key === '' || key.length > MAX_KEY_LENGTH ? undefined : key;
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
