import {
  INSPECTION_HEADER,
  inspectorAddresses,
  sealInspection,
  type InspectorAddresses,
} from '@casewire/events';
import { createHttpClient, targetRule, type HttpClient } from '@casewire/http-client';
import type { DeliveryTarget } from '@casewire/subscription-store';
import type { Sendable } from './release.ts';
import type { PreparedRequest } from './request.ts';

/** How delivery reaches the inspectors that Casewire hosts. */
export interface InspectorsOptions {
  /** Where clients reach the gateway: the addresses of inspectors begin with it. */
  readonly publicUrl: string;
  /** Where the inspector service listens. */
  readonly serviceUrl: string;
  readonly internalKey: string;
  readonly connectionMaxAgeMs: number;
}

/** Where inspectors are at their service; the id follows. */
const PATH = '/inspect/';

/** The configuration names the address, and no customer has a part in it. */
const ANY_ADDRESS = ['0.0.0.0/0', '::/0'];

/**
 * The way to inspectors. A request to the address of one, to the letter, goes to the service at its configured address: the
 * name in the URL is not looked up, and the target rule has no part in it. Other addresses of Casewire are treated like those
 * of any receiver.
 */
export class Inspectors {
  readonly client: HttpClient;
  readonly #addresses: InspectorAddresses;
  readonly #options: InspectorsOptions;

  constructor(options: InspectorsOptions) {
    this.#options = options;
    this.#addresses = inspectorAddresses(options.publicUrl);
    this.client = createHttpClient({
      target: targetRule(ANY_ADDRESS),
      connectionMaxAgeMs: options.connectionMaxAgeMs,
    });
  }

  /**
   * A request as it is sent to the service, with the header by which the service knows it.
   * @param now milliseconds since the epoch
   * @returns undefined for a request to anybody else
   */
  requestTo(
    { sent, shown }: PreparedRequest,
    { delivery }: Pick<Sendable, 'delivery'>,
    target: Pick<DeliveryTarget, 'environment' | 'tenantId' | 'webhookId'>,
    now: number,
  ): PreparedRequest['sent'] | undefined {
    const [path = '', ...query] = sent.target.split(/(?=\?)/);
    const inspectorId = this.#addresses.idOf(sent.origin + path);
    if (inspectorId === undefined || target.environment !== 'sandbox') return undefined;
    const { internalKey, serviceUrl } = this.#options;
    const inspection = {
      inspectorId,
      tenantId: target.tenantId,
      webhookId: target.webhookId,
      family: delivery.family,
      invocationId: delivery.invocationId,
      eventType: delivery.eventType,
      isFilled: delivery.placeholders !== undefined,
      attempt: delivery.attempt,
      shownHeaders: hiddenIn(sent.headers, shown.headers),
    };
    // What the webhook says of TLS is for its receiver, not for the service.
    const { tls: _tls, ...request } = sent;
    return {
      ...request,
      origin: new URL(serviceUrl).origin,
      target: PATH + inspectorId + query.join(''),
      headers: { ...sent.headers, [INSPECTION_HEADER]: sealInspection(inspection, now, internalKey) },
    };
  }
}

/** The headers that history shows with another value than the one that is sent, with that value. */
function hiddenIn(
  sent: Readonly<Record<string, string>>,
  shown: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(Object.entries(shown).filter(([name, value]) => sent[name] !== value));
}
