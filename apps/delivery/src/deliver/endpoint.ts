import { createHash } from 'node:crypto';
import { isReservedHeader, type ReceiverTls } from '@casewire/http-client';
import type { KeyRing } from '@casewire/key-ring';
import {
  fillHeader,
  fillTarget,
  parseTemplate,
  parseUrlTemplate,
  placeholdersIn,
  readUrl,
  type PlaceholderValues,
  type RequestUrl,
  type Template,
} from '@casewire/placeholders';
import {
  decodeCredentials,
  type Credentials,
  type DeliveryTarget,
  type SealedColumn,
} from '@casewire/subscription-store';
import { redactionOf, type Redaction } from './redaction.ts';

/** A webhook as it is sent to: address parsed, secrets opened. Lives as long as the batch that loaded it. */
export interface Endpoint {
  readonly target: DeliveryTarget;
  readonly findDestination: FindDestination;
  /** What requests present to the receiver. */
  readonly credentials: Credentials;
  /** Undefined where TLS is spoken as with all others. */
  readonly tls: ReceiverTls | undefined;
  /** The current one first. */
  readonly secrets: readonly string[];
  /** Strikes secrets and credentials out of an answer that repeats them. */
  readonly redaction: Redaction;
}

type Texts = Readonly<Record<string, string>>;

/**
 * Finds the destination of a delivery, given what its record has of the context.
 * @throws UnfilledPlaceholderError
 */
type FindDestination = (context: Texts) => Destination;

/** Where one delivery goes, and with which headers of the webhook's owner. */
export interface Destination {
  readonly url: RequestUrl;
  /** The address as history shows it: secrets as `{secret.NAME}`. */
  readonly shownUrl: string;
  /** The owner's headers without those that are not theirs to set. */
  readonly headers: Texts;
  /** Those of the headers that hold secrets, as history shows them. */
  readonly shownHeaders: Texts;
}

/**
 * Opens a webhook's secrets and parses its address.
 * @returns undefined if the URL cannot be read
 * @throws UnknownKeyError, TamperedCiphertextError if a secret does not open
 */
export function openEndpoint(target: DeliveryTarget, keyRing: KeyRing): Endpoint | undefined {
  const open = (sealed: SealedColumn) => keyRing.decrypt(sealed, sealed.context).toString('utf8');
  return endpointOf(target, {
    namedSecrets: new Map(target.namedSecrets.map((sealed) => [sealed.name, open(sealed)])),
    credentials: target.credentials === null ? {} : decodeCredentials(open(target.credentials)),
    secrets: target.secrets.map(open),
  });
}

/** The secrets of a webhook's target, opened. */
export interface OpenedSecrets extends Pick<Endpoint, 'credentials' | 'secrets'> {
  readonly namedSecrets: ReadonlyMap<string, string>;
}

/** The endpoint of a target whose secrets are open. @returns undefined if the URL cannot be read */
export function endpointOf(
  target: DeliveryTarget,
  { namedSecrets, credentials, secrets }: OpenedSecrets,
): Endpoint | undefined {
  const findDestination = target.hasPlaceholders
    ? filledDestination(target, namedSecrets)
    : fixedDestination(target);
  if (findDestination === undefined) return undefined;
  const confidential = [...secrets, ...namedSecrets.values(), ...confidentialOf(credentials)];
  return {
    target,
    findDestination,
    credentials,
    tls: receiverTls(target, credentials),
    secrets,
    redaction: redactionOf(confidential.filter((text) => text !== '')),
  };
}

function fixedDestination({ url: text, headers }: DeliveryTarget): FindDestination | undefined {
  const url = readUrl(text);
  if (url === undefined) return undefined;
  const destination: Destination = {
    url,
    shownUrl: url.origin + url.target,
    headers: Object.fromEntries(settable(headers)),
    shownHeaders: {},
  };
  return () => destination;
}

function filledDestination(
  { url, headers }: DeliveryTarget,
  secrets: ReadonlyMap<string, string>,
): FindDestination | undefined {
  const urlTemplate = parseUrlTemplate(url);
  if (urlTemplate === undefined) return undefined;
  const templates = settable(headers).map(([name, text]) => [name, parseTemplate(text)] as const);
  const secretTemplates = templates.filter(([, template]) => holdsSecret(template));
  const { origin } = urlTemplate;
  return (context) => ({
    url: { origin, target: fillTarget(urlTemplate, { context, secrets }) },
    shownUrl: origin + fillTarget(urlTemplate, { context }),
    headers: fillHeaders(templates, { context, secrets }),
    shownHeaders: fillHeaders(secretTemplates, { context }),
  });
}

function fillHeaders(
  templates: readonly (readonly [name: string, Template])[],
  values: PlaceholderValues,
): Texts {
  return Object.fromEntries(templates.map(([name, template]) => [name, fillHeader(template, values)]));
}

function holdsSecret(template: Template): boolean {
  return placeholdersIn(template).some(({ kind }) => kind === 'secret');
}

function settable(headers: Texts): [name: string, value: string][] {
  return Object.entries(headers).filter(([name]) => !isReservedHeader(name));
}

/** How TLS with this receiver differs from TLS with others; undefined if it does not. */
function receiverTls({ tls }: DeliveryTarget, { clientCertificate }: Credentials): ReceiverTls | undefined {
  if (tls === null && clientCertificate === undefined) return undefined;
  const { certificateAuthorities, minVersion } = tls ?? {};
  const differences = {
    ...(certificateAuthorities !== undefined && { certificateAuthorities: [certificateAuthorities] }),
    ...(minVersion !== undefined && { minVersion: `TLSv${minVersion}` as const }),
    ...(clientCertificate !== undefined && { clientCertificate }),
  };
  const id = createHash('sha256').update(JSON.stringify(differences)).digest('base64url');
  return { id, ...differences };
}

function confidentialOf({ authorization, oauth2 }: Credentials): string[] {
  const { clientSecret } = oauth2 ?? {};
  return [...credentialsIn(authorization), ...(clientSecret === undefined ? [] : [clientSecret])];
}

/** What a receiver may repeat of an `Authorization` header: the part behind the scheme, and the password of Basic. */
function credentialsIn(authorization: string | undefined): string[] {
  if (authorization === undefined) return [];
  const blank = authorization.indexOf(' ');
  const credentials = authorization.slice(blank + 1);
  if (authorization.slice(0, blank) !== 'Basic') return [credentials];
  const pair = Buffer.from(credentials, 'base64').toString('utf8');
  return [credentials, pair.slice(pair.indexOf(':') + 1)];
}
