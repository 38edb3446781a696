import { Problem } from '@casewire/rest';
import got, { RequestError } from 'got';
import { IDENTITY_HEADER, type IdentitySigner } from './identity-signer.ts';
import type { Identity } from './identity.ts';

/** Longer than delivery waits for a receiver, shorter than the gateway waits for this service. */
const TIMEOUT_MS = 45_000;

export interface InternalAnswer {
  readonly statusCode: number;
  readonly body: string;
}

/** Calls another service, which does what the identity of the request allows. */
export class InternalClient {
  readonly #service: string;
  readonly #url: string;
  readonly #signer: Pick<IdentitySigner, 'sign'>;

  /** @param url where the service listens */
  constructor(service: string, url: string, signer: Pick<IdentitySigner, 'sign'>) {
    this.#service = service;
    this.#url = url;
    this.#signer = signer;
  }

  /**
   * @param body JSON text
   * @returns an answer with the status 200 or 404
   * @throws Problem unavailable for any other
   */
  async post(
    path: string,
    identity: Identity,
    body: string | Buffer,
    contentType = 'application/json',
  ): Promise<InternalAnswer> {
    const headers = { [IDENTITY_HEADER]: this.#signer.sign(identity), 'content-type': contentType };
    const answer = await this.#send(path, headers, body);
    if (answer.statusCode === 200 || answer.statusCode === 404) return answer;
    throw new Problem('unavailable', {
      detail: `the ${this.#service} service answered ${answer.statusCode}`,
    });
  }

  async #send(
    path: string,
    headers: Readonly<Record<string, string>>,
    body: string | Buffer,
  ): Promise<InternalAnswer> {
    try {
      return await got.post(new URL(path, this.#url), {
        headers,
        body,
        throwHttpErrors: false,
        followRedirect: false,
        retry: { limit: 0 },
        timeout: { request: TIMEOUT_MS },
      });
    } catch (cause) {
      if (!(cause instanceof RequestError)) throw cause;
      throw new Problem('unavailable', { detail: `the ${this.#service} service cannot be reached`, cause });
    }
  }
}
