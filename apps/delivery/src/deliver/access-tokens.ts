import { createPrivateKey } from 'node:crypto';
import { HttpError, type HttpClient } from '@casewire/http-client';
import type { AssertionAlgorithm, Auth } from '@casewire/webhook-settings';
import { LRUCache } from 'lru-cache';
import * as oauth from 'oauth4webapi';

/** Why there is no access token, as a sentence for the webhook's owner. */
export class NoAccessTokenError extends Error {
  override readonly name = 'NoAccessTokenError';
}

/** Whose token it is, and how it is asked for. */
export interface TokenOwner {
  readonly webhookId: string;
  readonly oauth2: NonNullable<Auth['oauth2']>;
}

export interface AccessToken {
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly refreshAt: number;
}

interface Kept {
  readonly token: Promise<AccessToken>;
  /** The token, once it is there. */
  current: AccessToken | undefined;
  /** Until when nothing else is asked for, milliseconds since the epoch. */
  until: number;
  /** When a receiver's 401 made it be asked for; 0 if none did. */
  readonly renewedAt: number;
}

/** Tokens that are kept at once; the one that was used longest ago goes first. */
const MAX_KEPT = 10_000;

/** A token endpoint that takes longer gives no token. */
const TOKEN_TIMEOUT_MS = 10_000;

const MAX_ANSWER_BYTES = 64 * 1024;

/** A failure is kept this long, so that a burst of deliveries asks once. */
const FAILURE_KEPT_MS = 1_000;

/** A receiver that answers 401 to every token must not make each delivery ask for another one. */
const RENEWAL_PAUSE_MS = 10_000;

/** How long a token is used whose endpoint does not say it (RFC 6749, section 5.1, only recommends `expires_in`). */
const UNKNOWN_LIFETIME_SECONDS = 300;

/** A token is refreshed so long before it expires: a tenth of its life, at most a minute. */
const REFRESH_SHARE = 0.1;
const MAX_REFRESH_SECONDS = 60;

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

  /** @throws NoAccessTokenError; HttpError `aborted` if the client is closed meanwhile */
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
    const token = askFor(owner.oauth2, this.#httpClient, this.#now);
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

async function askFor(
  settings: TokenOwner['oauth2'],
  httpClient: HttpClient,
  now: () => number,
): Promise<AccessToken> {
  const { tokenUrl, clientId, scope, audience, resource } = settings;
  const { origin, href } = new URL(tokenUrl.replace(/^http:/i, 'https:'));
  // The library wants https. Where plain HTTP may be spoken was decided when the webhook was saved; the request goes to
  // `tokenUrl`. Client credentials name no issuer.
  const server: oauth.AuthorizationServer = { issuer: origin, token_endpoint: href };
  const client: oauth.Client = { client_id: clientId };
  const wanted = Object.entries({ scope, audience, resource }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  try {
    const answer = await oauth.clientCredentialsGrantRequest(
      server,
      client,
      await clientAuthOf(settings),
      new URLSearchParams(wanted),
      {
        [oauth.customFetch]: (_url, options) => fetchThrough(httpClient, tokenUrl, options),
      },
    );
    const { access_token: text, expires_in: lifetime = UNKNOWN_LIFETIME_SECONDS } =
      await oauth.processClientCredentialsResponse(server, client, answer);
    if (!/^[\x21-\x7e]+$/.test(text)) throw new NoAccessTokenError('the token cannot stand in a header');
    const earlier = Math.min(lifetime * REFRESH_SHARE, MAX_REFRESH_SECONDS);
    return { text, refreshAt: now() + (lifetime - earlier) * 1_000 };
  } catch (error) {
    throw explained(error);
  }
}

async function clientAuthOf({
  tokenUrl,
  clientSecret = '',
  clientAuthentication,
  privateKeyJwt,
}: TokenOwner['oauth2']): Promise<oauth.ClientAuth> {
  if (privateKeyJwt === undefined) {
    return clientAuthentication === 'client_secret_post'
      ? oauth.ClientSecretPost(clientSecret)
      : oauth.ClientSecretBasic(clientSecret);
  }
  const { key: pem, algorithm, keyId, audience = tokenUrl } = privateKeyJwt;
  const key = createPrivateKey(pem).toCryptoKey(keyParameters[algorithm], false, ['sign']);
  return Promise.resolve(
    oauth.PrivateKeyJwt(keyId === undefined ? key : { key, kid: keyId }, {
      [oauth.modifyAssertion]: (header, payload) => {
        header['alg'] = algorithm;
        payload['aud'] = audience;
      },
    }),
  );
}

/** What Web Crypto calls the algorithms of RFC 7518. */
const keyParameters: Readonly<
  Record<AssertionAlgorithm, Parameters<ReturnType<typeof createPrivateKey>['toCryptoKey']>[0]>
> = {
  RS256: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  PS256: { name: 'RSA-PSS', hash: 'SHA-256' },
  ES256: { name: 'ECDSA', namedCurve: 'P-256' },
  ES384: { name: 'ECDSA', namedCurve: 'P-384' },
  EdDSA: { name: 'Ed25519' },
};

/** Statuses whose answers have no body (Fetch standard, "null body status"). */
const NULL_BODY = new Set([204, 205, 304]);

/** Sends a token request under the rules for deliveries. */
async function fetchThrough(
  httpClient: HttpClient,
  url: string,
  { method, headers, body }: { method: string; headers: Record<string, string>; body?: unknown },
): Promise<Response> {
  const { origin, pathname, search } = new URL(url);
  const answer = await httpClient.request({
    method,
    origin,
    target: pathname + search,
    headers,
    body: Buffer.from(body instanceof URLSearchParams ? body.toString() : ''),
    deadlineMs: TOKEN_TIMEOUT_MS,
    maxResponseBytes: MAX_ANSWER_BYTES,
  });
  const answerHeaders = [...answer.headers].flatMap(([name, values]) =>
    values.map((value): [string, string] => [name, value]),
  );
  return new Response(NULL_BODY.has(answer.status) ? null : new Uint8Array(answer.body), {
    status: answer.status,
    headers: answerHeaders,
  });
}

/** RFC 6749, section 5.2. */
const ERROR_CODE = /^[\x20-\x7e]{1,100}$/;

/** The owner reads what went wrong; nothing that the endpoint said but its error code. */
function explained(error: unknown): unknown {
  if (error instanceof NoAccessTokenError) return error;
  if (error instanceof HttpError) {
    if (error.code === 'aborted') return error;
    return new NoAccessTokenError(error.message.replaceAll('the receiver', 'the token endpoint'), {
      cause: error,
    });
  }
  if (error instanceof oauth.ResponseBodyError && ERROR_CODE.test(error.error)) {
    return new NoAccessTokenError(`the token endpoint answered ${error.status}: ${error.error}`, {
      cause: error,
    });
  }
  if (error instanceof oauth.WWWAuthenticateChallengeError) {
    return new NoAccessTokenError(`the token endpoint answered ${error.status}`, { cause: error });
  }
  const { cause } = error instanceof Error ? error : {};
  const status = cause instanceof Response ? ` ${cause.status}` : '';
  return new NoAccessTokenError(`the token endpoint answered${status}, but no token`, { cause: error });
}
