import { createHmac } from 'node:crypto';
import type { ReceivedRequest, Receiver } from '@casewire/testing';
import { Webhook as StandardWebhook } from 'standardwebhooks';

/** How a receiver checks the signatures of one scheme. */
interface Checks {
  readonly isGenuine: (request: ReceivedRequest, secret: string) => boolean;
  /** Whether two secrets have signed. */
  readonly isOverlap: (request: ReceivedRequest) => boolean;
}

const header = ({ headers }: ReceivedRequest, name: string) => String(headers[name] ?? '');

/** The schemes whose headers differ while a secret is rotated, by the path at which the receiver takes them. */
const schemes: Readonly<Record<string, Checks>> = {
  '/standard-webhooks': {
    isGenuine: ({ body, headers }, secret) => {
      try {
        new StandardWebhook(secret).verify(body, headers as Record<string, string>);
        return true;
      } catch {
        return false;
      }
    },
    isOverlap: (request) => header(request, 'webhook-signature').includes(' '),
  },
  '/hmac-body-hex': {
    isGenuine: (request, secret) => {
      const expected = createHmac('sha256', secret).update(request.body).digest('hex');
      return ['x-hmac-signature', 'x-hmac-signature-next'].some((name) => header(request, name) === expected);
    },
    isOverlap: (request) => header(request, 'x-hmac-signature-next') !== '',
  },
};

/** A receiver that knows one secret for each path, and answers 401 to what that secret did not sign. */
export class OneSecretReceiver {
  static readonly paths = Object.keys(schemes);

  readonly #secrets = new Map<string, string>();
  readonly #receiver: Receiver;
  #refused = 0;

  constructor(receiver: Receiver) {
    this.#receiver = receiver;
    receiver.respond((request) => {
      const isGenuine = schemes[request.url]?.isGenuine(request, this.#secrets.get(request.url) ?? '');
      if (isGenuine !== true) this.#refused += 1;
      return { status: isGenuine === true ? 200 : 401 };
    });
  }

  /** Requests that were answered 401. */
  get refused(): number {
    return this.#refused;
  }

  /** Forgets the secret of a path for another one. */
  know(path: string, secret: string): void {
    this.#secrets.set(path, secret);
  }

  /** How many requests have come to a path since the one with this index, by how many secrets have signed them. */
  signedBy(path: string, since: number): { readonly one: number; readonly two: number } {
    const requests = this.#receiver.requests.slice(since).filter(({ url }) => url === path);
    const two = requests.filter((request) => schemes[path]?.isOverlap(request) === true).length;
    return { one: requests.length - two, two };
  }
}
