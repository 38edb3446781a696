import { HttpError, type HttpClient, type HttpRequest, type HttpResponse } from '@casewire/http-client';
import { isHostAllowed } from '@casewire/webhook-settings';
import { AccessTokens, type TokenOwner } from './access-tokens.ts';
import type { Endpoint } from './endpoint.ts';
import { bearer } from './request.ts';
import type { Exchange } from './shown-exchange.ts';
import { NoAccessTokenError, type AccessToken } from './token-request.ts';

/** An answer's body is read this far, so that the connection of a talkative receiver can be used again. */
const MAX_RESPONSE_BYTES = 64 * 1024;

type Sent = Omit<HttpRequest, 'deadlineMs' | 'maxResponseBytes'>;

/** A request, and the client that reaches its receiver. Tokens always come through the client for receivers. */
interface Addressed {
  readonly sent: Sent;
  readonly client: HttpClient;
}

/** The exchange of an attempt, and the access tokens that its request has carried. */
export interface MadeExchange {
  readonly exchange: Exchange;
  readonly tokens: readonly string[];
}

const UNAUTHORIZED = 401;

/** Makes the exchanges of attempts, with an access token where the receiver asks for one. */
export class Exchanges {
  readonly #tokens: AccessTokens;

  /** @param httpClient gets tokens @param now milliseconds since the epoch */
  constructor(httpClient: HttpClient, now: () => number) {
    this.#tokens = new AccessTokens(httpClient, now);
  }

  /**
   * Sends a request. Where the receiver asks for an access token, gets one first.
   * @param timeoutMs limit of everything together
   * @throws HttpError `aborted` if the client is closed meanwhile; never for what a receiver does
   */
  async make(addressed: Addressed, endpoint: Endpoint, timeoutMs: number): Promise<MadeExchange> {
    const { oauth2 } = endpoint.credentials;
    if (oauth2 === undefined) return { exchange: await send(addressed, timeoutMs), tokens: [] };
    const owner = { webhookId: endpoint.target.webhookId, oauth2 };
    try {
      if (!isHostAllowed(endpoint.target.allowedHosts, oauth2.tokenUrl)) {
        throw new NoAccessTokenError(
          "the host of the token endpoint is not one of the tenant's allowed hosts",
        );
      }
      return await this.#sendAuthorized(addressed, owner, performance.now() + timeoutMs);
    } catch (error) {
      if (!(error instanceof NoAccessTokenError)) throw error;
      const failure = {
        kind: 'failed',
        code: 'no-access-token',
        message: error.message,
        status: undefined,
      } as const;
      return { exchange: failure, tokens: [] };
    }
  }

  /** A token that the receiver refuses may have been revoked: it is renewed, and the request sent again, once. */
  async #sendAuthorized(addressed: Addressed, owner: TokenOwner, endsAt: number): Promise<MadeExchange> {
    const token = await within(this.#tokens.get(owner), endsAt);
    const exchange = await sendWith(token, addressed, endsAt);
    const isRefused = exchange.kind === 'answered' && exchange.response.status === UNAUTHORIZED;
    const renewing = isRefused ? this.#tokens.renew(owner, token) : undefined;
    if (renewing === undefined) return { exchange, tokens: [token.text] };
    const renewed = await within(renewing, endsAt);
    return {
      exchange: await sendWith(renewed, addressed, endsAt),
      tokens: [token.text, renewed.text],
    };
  }
}

function sendWith({ text }: AccessToken, { sent, client }: Addressed, endsAt: number): Promise<Exchange> {
  const headers = { ...sent.headers, Authorization: bearer(text) };
  return send({ sent: { ...sent, headers }, client }, Math.max(endsAt - performance.now(), 1));
}

function send({ sent, client }: Addressed, deadlineMs: number): Promise<Exchange> {
  return settleExchange(client.request({ ...sent, deadlineMs, maxResponseBytes: MAX_RESPONSE_BYTES }));
}

/** @throws NoAccessTokenError also if there is no token in time: others may wait for it longer */
async function within(token: Promise<AccessToken>, endsAt: number): Promise<AccessToken> {
  const tooLate = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => {
      tooLate.reject(new NoAccessTokenError('the token endpoint gave no token in time'));
    },
    Math.max(endsAt - performance.now(), 0),
  );
  try {
    return await Promise.race([token, tooLate.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Turns the failures of an exchange into values.
 * @throws HttpError `aborted`: the process is closing, which says nothing about the receiver
 */
async function settleExchange(answer: Promise<HttpResponse>): Promise<Exchange> {
  try {
    return { kind: 'answered', response: await answer };
  } catch (error) {
    if (!(error instanceof HttpError) || error.code === 'aborted') throw error;
    return { kind: 'failed', code: error.code, message: error.message, status: error.status };
  }
}
