import type { HttpClient } from '@casewire/http-client';
import { LRUCache } from 'lru-cache';
import { requestToken, type AccessToken, type OAuth2Settings } from './token-request.ts';

/** Whose token it is, and how it is asked for. */
export interface TokenOwner {
  readonly webhookId: string;
  readonly oauth2: OAuth2Settings;
}

interface Kept {
  readonly token: Promise<AccessToken>;
  /** The token, once it is there. */
  current: AccessToken | undefined;
  /** Until when nothing else is asked for, milliseconds since the epoch. */
  until: number;
  /** When a receiver's 401 led to its request; 0 if none did. */
  readonly renewedAt: number;
}

/** Tokens that are kept at once; the one that was used longest ago goes first. */
const MAX_KEPT = 10_000;

/** A failure is kept this long, so that a burst of deliveries asks once. */
const FAILURE_KEPT_MS = 1_000;

/** A receiver that answers 401 to every token must not make each delivery ask for another one. */
const RENEWAL_PAUSE_MS = 10_000;

/**
 * Access tokens of webhooks, by client credentials (RFC 6749, section 4.4). One is asked for when a delivery needs it, once
 * for all that need it at the same time, and is kept in memory until shortly before it expires.
 */
export class AccessTokens {
  readonly #httpClient: HttpClient;
  readonly #now: () => number;
  readonly #kept = new LRUCache<string, Kept>({ max: MAX_KEPT });

  /** @param now milliseconds since the epoch */
  constructor(httpClient: HttpClient, now: () => number) {
    this.#httpClient = httpClient;
    this.#now = now;
  }

  /**
   * The token that is kept, or a new one.
   * @throws NoAccessTokenError; HttpError `aborted` if the client is closed meanwhile
   */
  get(owner: TokenOwner): Promise<AccessToken> {
    const kept = this.#kept.get(keyOf(owner));
    return kept !== undefined && this.#now() < kept.until ? kept.token : this.#ask(owner, 0);
  }

  /**
   * Another token than the one that a receiver has refused.
   * @returns undefined if it was renewed only just now: then the token is not what is wrong
   * @throws NoAccessTokenError; HttpError `aborted`
   */
  renew(owner: TokenOwner, refused: AccessToken): Promise<AccessToken> | undefined {
    const kept = this.#kept.get(keyOf(owner));
    if (kept !== undefined && kept.current !== refused) return kept.token;
    const now = this.#now();
    if (kept !== undefined && now - kept.renewedAt < RENEWAL_PAUSE_MS) return undefined;
    return this.#ask(owner, now);
  }

  #ask(owner: TokenOwner, renewedAt: number): Promise<AccessToken> {
    const token = requestToken(owner.oauth2, this.#httpClient, this.#now);
    const kept: Kept = { token, current: undefined, until: Infinity, renewedAt };
    this.#kept.set(keyOf(owner), kept);
    token.then(
      (current) => {
        kept.current = current;
        kept.until = current.refreshAt;
      },
      () => {
        kept.until = this.#now() + FAILURE_KEPT_MS;
      },
    );
    return token;
  }
}

/** Another setting of the credentials is another owner: an edit is in force at once. */
function keyOf({ webhookId, oauth2 }: TokenOwner): string {
  return webhookId + JSON.stringify(oauth2);
}
