import { createPrivateKey } from 'node:crypto';
import { HttpError, type HttpClient } from '@casewire/http-client';
import type { AssertionAlgorithm, Auth } from '@casewire/webhook-settings';
import * as oauth from 'oauth4webapi';

/** Where tokens for a webhook come from. */
export type OAuth2Settings = NonNullable<Auth['oauth2']>;

/** Why there is no access token, as a sentence for the webhook's owner. */
export class NoAccessTokenError extends Error {
  override readonly name = 'NoAccessTokenError';
}

export interface AccessToken {
  readonly text: string;
  /** When another one is asked for, milliseconds since the epoch. */
  readonly refreshAt: number;
}

/** A token endpoint that takes longer gives no token. */
const TOKEN_TIMEOUT_MS = 10_000;

const MAX_ANSWER_BYTES = 64 * 1024;

/** The lifetime of a token whose endpoint tells none (RFC 6749, section 5.1, only recommends `expires_in`). */
const UNKNOWN_LIFETIME_SECONDS = 300;

/** A token is refreshed so long before it expires: a tenth of its life, at most a minute. */
const REFRESH_SHARE = 0.1;
const MAX_REFRESH_SECONDS = 60;

/**
 * Asks a token endpoint by client credentials (RFC 6749, section 4.4).
 * @param now milliseconds since the epoch
 * @throws NoAccessTokenError; HttpError `aborted` if the client is closed meanwhile
 */
export async function requestToken(
  settings: OAuth2Settings,
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
      clientAuthOf(settings),
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

function clientAuthOf({
  tokenUrl,
  clientSecret = '',
  clientAuthentication,
  privateKeyJwt,
}: OAuth2Settings): oauth.ClientAuth {
  if (privateKeyJwt === undefined) {
    return clientAuthentication === 'client_secret_post'
      ? oauth.ClientSecretPost(clientSecret)
      : oauth.ClientSecretBasic(clientSecret);
  }
  const { key: pem, algorithm, keyId, audience = tokenUrl } = privateKeyJwt;
  const key = createPrivateKey(pem).toCryptoKey(keyParameters[algorithm], false, ['sign']);
  return oauth.PrivateKeyJwt(keyId === undefined ? key : { key, kid: keyId }, {
    [oauth.modifyAssertion]: (header, payload) => {
      header['alg'] = algorithm;
      payload['aud'] = audience;
    },
  });
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
