import { decodeReleaseOutcome, type ReleaseOutcome, type TestSend } from '@casewire/events';
import { HttpError, type HttpClient, type HttpResponse } from '@casewire/http-client';
import { IDENTITY_HEADER, type Identity, type IdentitySigner } from '@casewire/identity';
import { Problem } from '@casewire/rest';

/** Longer than delivery waits for a receiver, shorter than the gateway waits for us. */
const DEADLINE_MS = 45_000;

const MAX_RESPONSE_BYTES = 1024 * 1024;

export interface DeliveryClientParts {
  /** Where the delivery service listens. */
  readonly url: string;
  readonly httpClient: HttpClient;
  readonly signer: Pick<IdentitySigner, 'sign'>;
}

/** Calls the delivery service. */
export class DeliveryClient {
  readonly #parts: DeliveryClientParts;

  constructor(parts: DeliveryClientParts) {
    this.#parts = parts;
  }

  /**
   * What came of a request that was made at once, or why none was.
   * @param identity on whose behalf: delivery reaches no webhook but theirs
   * @throws Problem not-found, unavailable
   */
  async send(identity: Identity, test: TestSend): Promise<ReleaseOutcome> {
    const { status, body } = await this.#post(identity, JSON.stringify(test));
    if (status === 200) return decodeReleaseOutcome(body);
    if (status === 404) throw new Problem('not-found', { detail: 'there is no such webhook' });
    throw new Problem('unavailable', { detail: `the delivery service answered ${status}` });
  }

  async #post(identity: Identity, body: string): Promise<HttpResponse> {
    const { url, httpClient, signer } = this.#parts;
    try {
      return await httpClient.request({
        method: 'POST',
        url: new URL('/internal/test-sends', url),
        headers: { 'content-type': 'application/json', [IDENTITY_HEADER]: await signer.sign(identity) },
        body: Buffer.from(body),
        deadlineMs: DEADLINE_MS,
        maxResponseBytes: MAX_RESPONSE_BYTES,
      });
    } catch (cause) {
      if (!(cause instanceof HttpError)) throw cause;
      throw new Problem('unavailable', { detail: 'the delivery service cannot be reached', cause });
    }
  }
}
