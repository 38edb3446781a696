import { createHash, timingSafeEqual } from 'node:crypto';
import { type Identity, scopes } from '@casewire/identity';
import { Problem } from '@casewire/rest';
import { type AuthenticatedKey, hashApiKey } from '@casewire/subscription-store';
import type { IncomingHttpHeaders } from 'node:http';
import { type ActingFor, actingFor } from './acting-for.ts';
import { presentedKey } from './presented-key.ts';

/** Looks a tenant's key up by its hash; null if there is no such key, or not any more. */
export type FindKey = (keyHash: Buffer) => Promise<AuthenticatedKey | null>;

const CHALLENGE = { 'www-authenticate': 'Bearer realm="casewire"' };

/** A key was presented and is not one: unlike a missing key, it may be a guess. */
export class WrongKey extends Problem {
  constructor() {
    super('unauthorized', { detail: 'the key is unknown, expired or revoked', headers: CHALLENGE });
  }
}

/** Finds out on whose behalf a request is made. */
export class Authenticator {
  readonly #adminKeyDigest: Buffer;
  readonly #findKey: FindKey;

  constructor(adminKey: string, findKey: FindKey) {
    this.#adminKeyDigest = digest(adminKey);
    this.#findKey = findKey;
  }

  /** @throws Problem unauthorized, forbidden or invalid-parameter; whatever the look-up throws */
  async authenticate(headers: IncomingHttpHeaders): Promise<Identity> {
    const key = presentedKey(headers);
    if (key === undefined)
      throw new Problem('unauthorized', {
        detail: 'send a key: Authorization: Bearer <key>',
        headers: CHALLENGE,
      });
    const named = actingFor(headers);
    // Digests have one length, so that the comparison takes the same time whatever was sent.
    if (timingSafeEqual(digest(key), this.#adminKeyDigest)) {
      return { ...named, scopes, operator: true, actor: 'operator' };
    }
    const found = await this.#findKey(hashApiKey(key));
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

/** A tenant's key that names another tenant is a mistake that must not go unnoticed. */
function requireSame(named: ActingFor, key: AuthenticatedKey): void {
  const same =
    (named.tenantId ?? key.tenantId) === key.tenantId &&
    (named.environment ?? key.environment) === key.environment;
  if (same) return;
  throw new Problem('forbidden', {
    detail: 'the key belongs to another tenant or environment than the headers name',
  });
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
