import { decodeReleaseOutcome, type ReleaseOutcome, type TestSend } from '@casewire/events';
import { IDENTITY_HEADER, type Identity, type IdentitySigner } from '@casewire/identity';
import { Problem } from '@casewire/rest';
import got, { RequestError } from 'got';

/** Longer than delivery waits for a receiver, shorter than the gateway waits for this service. */
const TIMEOUT_MS = 45_000;

export class DeliveryClient {
  readonly #url: string;
  readonly #signer: Pick<IdentitySigner, 'sign'>;

  /** @param url where the delivery service listens */
  constructor(url: string, signer: Pick<IdentitySigner, 'sign'>) {
    this.#url = url;
    this.#signer = signer;
  }

  /**
   * Has delivery send a request at once.
   * @param identity delivery sends to the webhooks of this identity alone
   * @returns the attempt, or the reason why there was none
   * @throws Problem not-found, unavailable
   */
  async send(identity: Identity, test: TestSend): Promise<ReleaseOutcome> {
    const { statusCode, body } = await this.#post(identity, test);
    if (statusCode === 200) return decodeReleaseOutcome(Buffer.from(body));
    if (statusCode === 404) throw new Problem('not-found', { detail: 'there is no such webhook' });
    throw new Problem('unavailable', { detail: `the delivery service answered ${statusCode}` });
  }

  async #post(identity: Identity, test: TestSend) {
    const headers = { [IDENTITY_HEADER]: this.#signer.sign(identity) };
    try {
      return await got.post(new URL('/internal/test-sends', this.#url), {
        headers,
        json: test,
        throwHttpErrors: false,
        followRedirect: false,
        retry: { limit: 0 },
        timeout: { request: TIMEOUT_MS },
      });
    } catch (cause) {
      if (!(cause instanceof RequestError)) throw cause;
      throw new Problem('unavailable', { detail: 'the delivery service cannot be reached', cause });
    }
  }
}
