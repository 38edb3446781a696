import { isReservedHeader } from '@casewire/http-client';
import type { KeyRing } from '@casewire/key-ring';
import type { DeliveryTarget, SealedColumn } from '@casewire/subscription-store';

/** A webhook as it is sent to: address parsed, secrets opened. Lives as long as the batch that loaded it. */
export interface Endpoint {
  readonly target: DeliveryTarget;
  readonly url: URL;
  /** The address as it is shown in history: without credentials. */
  readonly shownUrl: string;
  /** The owner's headers without those that are not theirs to set. */
  readonly headers: Readonly<Record<string, string>>;
  /** Value of the `Authorization` header. */
  readonly authorization: string | undefined;
  /** The current one first. */
  readonly secrets: readonly string[];
  /** Texts that are not shown, should a receiver repeat them. */
  readonly confidential: readonly string[];
}

/** The webhook's settings cannot be used; its owner must change them. */
export class UnusableEndpointError extends Error {
  override readonly name = 'UnusableEndpointError';
  readonly code = 'invalid-url';
}

/**
 * @throws UnusableEndpointError if the URL cannot be read
 * @throws UnknownKeyError, TamperedCiphertextError if a secret does not open
 */
export function openEndpoint(target: DeliveryTarget, keyRing: KeyRing): Endpoint {
  const url = URL.parse(target.url);
  if (url === null) throw new UnusableEndpointError('the URL of the webhook cannot be read');
  const open = (sealed: SealedColumn) => keyRing.decrypt(sealed, sealed.context).toString('utf8');
  const authorization = target.authorization === null ? undefined : open(target.authorization);
  const secrets = target.secrets.map(open);
  // Without its scheme ("Bearer "), which receivers leave out when they repeat it.
  const credentials = authorization?.slice(authorization.indexOf(' ') + 1) ?? '';
  return {
    target,
    url,
    shownUrl: withoutCredentials(url),
    headers: ownHeaders(target.headers),
    authorization,
    secrets,
    confidential: [...secrets, credentials, url.password].filter((text) => text !== ''),
  };
}

function ownHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !isReservedHeader(name)));
}

function withoutCredentials(url: URL): string {
  if (url.username === '' && url.password === '') return url.href;
  const shown = new URL(url);
  shown.username = '';
  shown.password = '';
  return shown.href;
}
