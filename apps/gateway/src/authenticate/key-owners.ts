import { createHash, timingSafeEqual } from 'node:crypto';
import { Problem } from '@casewire/rest';
import { type AuthenticatedKey, hashApiKey } from '@casewire/subscription-store';
import type { IncomingHttpHeaders } from 'node:http';
import type { KeyUses } from './key-uses.ts';
import type { LookUps } from './look-ups.ts';

/** A longer text is no key, so it is neither hashed nor looked up. */
export const MAX_KEY_LENGTH = 1024;

export const CHALLENGE = { 'www-authenticate': 'Bearer realm="casewire"' };

/** The request has a wrong secret. Unlike a request without one, it may be a guess. */
export class WrongKey extends Problem {
  constructor(detail = 'the key is unknown, expired or revoked') {
    super('unauthorized', { detail, headers: CHALLENGE });
  }
}

/** Whom a key belongs to. */
export type KeyOwner = 'operator' | AuthenticatedKey;

/** Knows the operator's key, and finds out whom other keys belong to, which are used by that. */
export class KeyOwners {
  readonly #adminKeyDigest: Buffer;
  readonly #lookUps: LookUps<AuthenticatedKey>;
  readonly #uses: Pick<KeyUses, 'note'>;

  constructor(adminKey: string, lookUps: LookUps<AuthenticatedKey>, uses: Pick<KeyUses, 'note'>) {
    this.#adminKeyDigest = digest(adminKey);
    this.#lookUps = lookUps;
    this.#uses = uses;
  }

  /**
   * @param isSuspect whether the key comes from an address that sent too many wrong keys
   * @throws WrongKey; any error of the look-up
   */
  async ownerOf(key: string, isSuspect: boolean): Promise<KeyOwner> {
    // The comparison of digests takes the same time for every key: all of them have one length.
    if (timingSafeEqual(digest(key), this.#adminKeyDigest)) return 'operator';
    const found = await this.#lookUps.find(hashApiKey(key), isSuspect);
    if (found === undefined) throw new WrongKey();
    this.#uses.note(found.id);
    return found;
  }
}

/** The key of a request: `Authorization: Bearer <key>` or `ds-api-token: <key>`; undefined where there is none. */
export function presentedKey(headers: IncomingHttpHeaders): string | undefined {
  const bearer = /^bearer +([^\s]+) *$/i.exec(headers.authorization ?? '')?.[1];
  const token = headers['ds-api-token'];
  const key = bearer ?? (typeof token === 'string' ? token.trim() : undefined);
  return key === undefined || key === '' || key.length > MAX_KEY_LENGTH ? undefined : key;
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
