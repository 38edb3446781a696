import { randomBytes } from 'node:crypto';
import { type Environment, environments, timeOrderedUuid } from '@casewire/events';
import { type Identity, scopes } from '@casewire/identity';
import { Problem } from '@casewire/rest';
import {
  type Grants,
  hashToken,
  newToken,
  type NewSession,
  type PortalLink,
  type Replacement,
  type Session,
  type SessionLimits,
} from '@casewire/session-store';
import type { AuthenticatedKey } from '@casewire/subscription-store';
import { type KeyOwners, WrongKey } from '../authenticate/key-owners.ts';
import type { LookUps } from '../authenticate/look-ups.ts';
import { sessionSeconds } from '../limits.ts';
import { linkGrants } from './portal-rights.ts';
import { operatorCheckOf } from './sessions.ts';

/** The session that a sign-in comes with, and ends. */
export interface Replaced {
  readonly token: string;
  /** Undefined where it has ended before. */
  readonly session: Session | undefined;
}

export interface SignInParts {
  readonly owners: KeyOwners;
  readonly links: LookUps<PortalLink>;
  readonly adminKey: string;
  readonly store: {
    start(by: Identity, session: NewSession, replaces?: Replacement): Promise<boolean>;
    exchange(by: Identity, linkId: string, session: NewSession, replaces?: Buffer): Promise<boolean>;
  };
}

/** The circumstances of a sign-in. */
export interface Asking {
  /** Of the request, which is a stranger's. */
  readonly identity: Identity;
  /** Whether its address sent too many wrong keys. */
  readonly isSuspect: boolean;
  readonly replaced: Replaced | undefined;
}

/** Begins sessions. Each has a token of its own, which no earlier session had. */
export class SignIn {
  readonly #parts: SignInParts;

  constructor(parts: SignInParts) {
    this.#parts = parts;
  }

  /**
   * With a key. A key of a tenant's other environment is added to what the replaced session had by keys of that tenant.
   * @returns the token
   * @throws WrongKey
   */
  async withKey(key: string, { identity, isSuspect, replaced }: Asking): Promise<string> {
    const { owners, store, adminKey } = this.#parts;
    const owner = await owners.ownerOf(key, isSuspect);
    const by = { ...identity, actor: owner === 'operator' ? owner : owner.id };
    const token = newToken();
    const hash = hashOf(replaced);
    const replaces = hash && { hash, isKept: false };
    if (owner === 'operator') {
      await store.start(
        by,
        { ...operatorSession(token), operatorCheck: operatorCheckOf(token, adminKey) },
        replaces,
      );
      return token;
    }
    const kept = keptOf(replaced?.session, owner);
    const isBegun =
      kept !== undefined &&
      hash !== undefined &&
      (await store.start(by, tenantSession(token, owner, kept), { hash, isKept: true }));
    // What the replaced session had is over with it: the key's own part is left.
    if (!isBegun) await store.start(by, tenantSession(token, owner), replaces);
    return token;
  }

  /**
   * With the code of a portal link, which is used by that.
   * @returns the token, and where the link begins
   * @throws WrongKey; Problem expired
   */
  async withCode(
    code: string,
    { identity, isSuspect, replaced }: Asking,
  ): Promise<{ token: string; landing: string | null }> {
    const link = await this.linkOf(code, isSuspect);
    const by = { ...identity, actor: `link ${link.id}` };
    const token = newToken();
    const session = newSession(token, link.tenantId, linkGrants(link));
    if (!(await this.#parts.store.exchange(by, link.id, session, hashOf(replaced)))) throw usedLink();
    return { token, landing: link.landing };
  }

  /**
   * The link of a code, if it is good for a sign-in now.
   * @throws WrongKey; Problem expired
   */
  async linkOf(code: string, isSuspect: boolean): Promise<PortalLink> {
    const link = await this.#parts.links.find(hashToken(code), isSuspect);
    if (link === undefined) throw new WrongKey('there is no such link, or it was revoked');
    if (link.usedAt !== null || link.expiresAt.getTime() <= Date.now()) throw usedLink();
    return link;
  }
}

function usedLink(): Problem {
  return new Problem('expired', { detail: 'the link was used before or has expired: ask for a new one' });
}

function hashOf(replaced: Replaced | undefined): Buffer | undefined {
  return replaced === undefined ? undefined : hashToken(replaced.token);
}

function operatorSession(token: string): NewSession {
  const all = Object.fromEntries(environments.map((environment) => [environment, { scopes }]));
  return newSession(token, null, all);
}

type Kept = Pick<Session, 'grants' | 'expiresAt'>;

function tenantSession(token: string, key: AuthenticatedKey, kept?: Kept): NewSession {
  const session = newSession(token, key.tenantId, {
    ...kept?.grants,
    [key.environment]: { scopes: key.scopes, keyId: key.id },
  });
  // A session with two keys lasts no longer than the first of them had let it last.
  return kept === undefined ? session : { ...session, expiresAt: kept.expiresAt };
}

/** What stays of a session to which a key is added: the part of the tenant's other environment. */
function keptOf(session: Session | undefined, { tenantId, environment }: AuthenticatedKey): Kept | undefined {
  if (session?.tenantId !== tenantId || session.linkId !== null) return undefined;
  const others = Object.entries(session.grants).filter(([each]) => (each as Environment) !== environment);
  return others.length === 0
    ? undefined
    : { grants: Object.fromEntries(others), expiresAt: session.expiresAt };
}

function newSession(token: string, tenantId: string | null, grants: Grants): NewSession {
  const now = Date.now();
  return {
    id: timeOrderedUuid(now, randomBytes(10)),
    tokenHash: hashToken(token),
    tenantId,
    grants,
    ...limitsAt(now, tenantId === null ? sessionSeconds.operator : sessionSeconds.tenant),
  };
}

function limitsAt(now: number, { idle, total }: { idle: number; total: number }): SessionLimits {
  return { idleSeconds: idle, expiresAt: new Date(now + total * 1_000) };
}
