import type { KeyRing } from '@casewire/key-ring';
import type { DeliveryTarget, SealedColumn } from '@casewire/subscription-store';
import { destinationFinder, type FindDestination } from './destination.ts';
import { redactionOf, type Redaction } from './redaction.ts';

/** A webhook as it is sent to: address parsed, secrets opened. Lives as long as the batch that loaded it. */
export interface Endpoint {
  readonly target: DeliveryTarget;
  readonly findDestination: FindDestination;
  /** Value of the `Authorization` header. */
  readonly authorization: string | undefined;
  /** The current one first. */
  readonly secrets: readonly string[];
  /** Of everything here that is not shown, should a receiver repeat it. */
  readonly redaction: Redaction;
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
  const open = (sealed: SealedColumn) => keyRing.decrypt(sealed, sealed.context).toString('utf8');
  const namedSecrets = new Map(target.namedSecrets.map((sealed) => [sealed.name, open(sealed)]));
  const findDestination = destinationFinder(target, namedSecrets);
  if (findDestination === undefined) {
    throw new UnusableEndpointError('the URL of the webhook cannot be read');
  }
  const authorization = target.authorization === null ? undefined : open(target.authorization);
  const secrets = target.secrets.map(open);
  const password = URL.parse(target.url)?.password ?? '';
  const confidential = [...secrets, ...namedSecrets.values(), ...credentialsIn(authorization), password];
  return {
    target,
    findDestination,
    authorization,
    secrets,
    redaction: redactionOf(confidential.filter((text) => text !== '')),
  };
}

/** What receivers may repeat of an `Authorization` header: all behind its scheme, and of Basic the password alone. */
function credentialsIn(authorization: string | undefined): string[] {
  if (authorization === undefined) return [];
  const blank = authorization.indexOf(' ');
  const credentials = authorization.slice(blank + 1);
  if (authorization.slice(0, blank) !== 'Basic') return [credentials];
  const pair = Buffer.from(credentials, 'base64').toString('utf8');
  return [credentials, pair.slice(pair.indexOf(':') + 1)];
}
