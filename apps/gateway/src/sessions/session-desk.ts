import { recordChange, recordChanges, type Change } from '@casewire/audit';
import { inTransaction, type KeysetPage, type Listed, type Pool } from '@casewire/database';
import type { Identity } from '@casewire/identity';
import type { Logger } from '@casewire/observability';
import { Problem } from '@casewire/rest';
import {
  endSession,
  endSessionOf,
  endSessionsOfTenant,
  type EndedSession,
  hashToken,
  listSessions,
  type PortalLink,
  type Session,
} from '@casewire/session-store';
import type { Request, Response } from 'express';
import type { CountGuesses } from '../authenticate/count-guesses.ts';
import { isEmbedded, requireOwnPage } from './own-pages.ts';
import type { SignInBody } from './session-schema.ts';
import type { Sessions } from './sessions.ts';
import type { Replaced, SignIn } from './sign-in.ts';

interface DeskParts {
  readonly pool: Pool;
  readonly sessions: Sessions;
  readonly signIn: SignIn;
  /** Of the gateway, as browsers see it. */
  readonly origin: string;
  readonly countGuesses: CountGuesses;
  readonly logger: Logger;
}

/** Signs people in and out, over HTTP. */
export class SessionDesk {
  readonly #parts: DeskParts;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  /** @throws Problem unauthorized, too-many-requests, expired, forbidden */
  async signIn(
    request: Request,
    response: Response,
    { key, code = '' }: SignInBody,
    identity: Identity,
  ): Promise<{ session: Session; landing: string | null }> {
    const { signIn, sessions, origin, countGuesses, logger } = this.#parts;
    const cookie = sessions.cookieOf(request);
    cookie.requireUsable();
    requireOwnPage(request, origin);
    if (isEmbedded(request.headers) && key !== undefined) {
      throw new Problem('forbidden', {
        detail:
          'in a frame, people sign in with the code of a portal link: no site should ask them for a key',
      });
    }
    const replaced = await this.#replaced(request);
    const { token, landing } = await countGuesses(request.ip, async (isSuspect) => {
      const asking = { identity, isSuspect, replaced };
      return key === undefined
        ? signIn.withCode(code, asking)
        : { token: await signIn.withKey(key, asking), landing: null };
    });
    // First: should the look-up fail, a link is used up, and only this answer has the token.
    cookie.set(response, token);
    const session = await sessions.find(token);
    if (session === undefined) throw new Problem('session-ended', { detail: 'it ended as soon as it began' });
    const { id, tenantId, linkId } = session;
    logger.info({ requestId: request.get('x-request-id'), session: id, tenantId, linkId }, 'signed in');
    return { session, landing };
  }

  /** The link of a code. @throws Problem unauthorized, too-many-requests, expired, forbidden */
  linkOf(request: Request, code: string): Promise<PortalLink> {
    const { signIn, origin, countGuesses } = this.#parts;
    requireOwnPage(request, origin);
    return countGuesses(request.ip, (isSuspect) => signIn.linkOf(code, isSuspect));
  }

  /** @throws Problem unauthorized, session-ended */
  async sessionOf(request: Request): Promise<Session> {
    const session = await this.#parts.sessions.ofRequest(request);
    if (session === undefined) throw new Problem('unauthorized', { detail: 'sign in: POST /v1/sessions' });
    return session;
  }

  /** Ends the session of the request, whether or not it is still good. @throws Problem forbidden */
  async signOut(request: Request, response: Response, identity: Identity): Promise<void> {
    const { pool, sessions, origin } = this.#parts;
    requireOwnPage(request, origin);
    const cookie = sessions.cookieOf(request);
    const token = cookie.read(request.headers);
    if (token !== undefined) {
      await inTransaction(pool, async (client) => {
        const ended = await endSessionOf(client, hashToken(token));
        if (ended === undefined) return;
        const by = { ...identity, actor: actorOf(ended), session: ended.id };
        await recordChange(client, by, endOf(ended));
      });
    }
    cookie.clear(response);
    response.set('clear-site-data', '"cache", "storage"');
  }

  /** @param tenantId whose; default: everybody's */
  list(tenantId: string | undefined, page: KeysetPage): Promise<Listed<Session>> {
    return listSessions(this.#parts.pool, tenantId, page);
  }

  /** @param tenantId only if it is one of this tenant @returns whether there was such a session */
  end(id: string, tenantId: string | undefined, identity: Identity): Promise<boolean> {
    return inTransaction(this.#parts.pool, async (client) => {
      const ended = await endSession(client, id, tenantId);
      if (ended !== undefined) await recordChange(client, identity, endOf(ended));
      return ended !== undefined;
    });
  }

  /** Ends the sessions of a tenant, each with its entry in the audit. @returns how many */
  endAll(tenantId: string, identity: Identity): Promise<number> {
    return inTransaction(this.#parts.pool, async (client) => {
      const ended = await endSessionsOfTenant(client, tenantId);
      await recordChanges(client, identity, ended.map(endOf));
      return ended.length;
    });
  }

  async #replaced(request: Request): Promise<Replaced | undefined> {
    const { sessions } = this.#parts;
    const token = sessions.cookieOf(request).read(request.headers);
    return token === undefined ? undefined : { token, session: await sessions.find(token) };
  }
}

function endOf({ id, tenantId }: EndedSession): Change {
  return { action: 'session.ended', resource: `sessions/${id}`, owner: { tenantId, environment: null } };
}

/** Whose rights a session had. With two keys, it is the first one. */
function actorOf({ tenantId, linkId, grants }: EndedSession): string {
  if (tenantId === null) return 'operator';
  if (linkId !== null) return `link ${linkId}`;
  return Object.values(grants).find(({ keyId }) => keyId !== undefined)?.keyId ?? '';
}
