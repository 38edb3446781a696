import { createHmac, timingSafeEqual } from 'node:crypto';
import { Problem } from '@casewire/rest';
import { hashToken, type Session } from '@casewire/session-store';
import type { IncomingMessage } from 'node:http';
import type { LookUps } from '../authenticate/look-ups.ts';
import { presentedKey } from '../authenticate/key-owners.ts';
import { isEmbedded, requireOwnPage } from './own-pages.ts';
import type { SessionCookie, SessionCookies } from './session-cookie.ts';

type RequestHead = Pick<IncomingMessage, 'headers' | 'method'>;

interface SessionsParts {
  readonly lookUps: LookUps<Session>;
  readonly noteUse: (session: Session) => Promise<void>;
  readonly cookies: SessionCookies;
  /** Of the gateway, as browsers see it. */
  readonly origin: string;
  readonly adminKey: string;
}

/** Finds the sessions of requests. */
export class Sessions {
  readonly #parts: SessionsParts;

  constructor(parts: SessionsParts) {
    this.#parts = parts;
  }

  /**
   * The session of a request, which is used by that. Undefined where the request has none, or has a key, which goes first.
   * @throws Problem session-ended, forbidden
   */
  async ofRequest(request: RequestHead, isSuspect = false): Promise<Session | undefined> {
    const token = this.tokenOf(request);
    if (token === undefined) return undefined;
    requireOwnPage(request, this.#parts.origin);
    const session = await this.find(token, isSuspect);
    if (session === undefined || (session.tenantId === null && isEmbedded(request.headers)))
      throw new Problem('session-ended', { detail: 'sign in again' });
    await this.#parts.noteUse(session);
    return session;
  }

  /** The token of a request that has no key; undefined where there is none. */
  tokenOf(request: RequestHead): string | undefined {
    const { headers } = request;
    return presentedKey(headers) === undefined ? this.cookieOf(request).read(headers) : undefined;
  }

  /** The cookie that a request's page has its session in. */
  cookieOf({ headers }: RequestHead): SessionCookie {
    const { ordinary, embedded } = this.#parts.cookies;
    return isEmbedded(headers) ? embedded : ordinary;
  }

  /** The session of a token, if it is good now. */
  async find(token: string, isSuspect = false): Promise<Session | undefined> {
    const session = await this.#parts.lookUps.find(hashToken(token), isSuspect);
    return session?.tenantId === null && !this.#isOfOperator(session, token) ? undefined : session;
  }

  /** Whether the operator's key is still the one that the session began with. */
  #isOfOperator({ operatorCheck }: Session, token: string): boolean {
    return (
      operatorCheck !== null && timingSafeEqual(operatorCheck, operatorCheckOf(token, this.#parts.adminKey))
    );
  }
}

/**
 * Ties a session to the operator's key: with another key it is over. Whoever reads it in the database learns nothing about
 * the key, because the token is nowhere else than in the cookie.
 */
export function operatorCheckOf(token: string, adminKey: string): Buffer {
  return createHmac('sha256', token).update(adminKey).digest();
}
