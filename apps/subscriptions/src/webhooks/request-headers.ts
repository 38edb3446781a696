import { validateHeaderName } from 'node:http';
import { families } from '@casewire/families';
import { isReservedHeader } from '@casewire/http-client';
import { templateProblem } from '@casewire/placeholders';
import type { FieldError } from '@casewire/rest';
import { resolveScheme, signatureHeaders, type SigningSettings } from '@casewire/signing';

/** Headers that every delivery sets itself: those of the wire format, of the trace and of the connection. */
const OWN = new Set([
  'content-type',
  'content-encoding',
  'accept-encoding',
  'traceparent',
  'tracestate',
  'proxy-authenticate',
  'proxy-authorization',
]);

/** Prefixes of headers that identify, sign or describe a delivery. */
const OWN_PREFIXES = ['webhook-', 'casewire-', 'ce-'];

/** The headers, in lower case, in which a webhook's signatures stand, for every family. */
function signatureHeadersOf(signing: SigningSettings): Set<string> {
  return new Set(
    families.flatMap(({ defaults }) => [
      ...signatureHeaders(defaults.signing),
      ...signatureHeaders(resolveScheme(signing, defaults.signing)),
    ]),
  );
}

/** Whether a signature may stand in a header of this name, which means nothing else. */
export function isFitForSignature(name: string): boolean {
  return isToken(name) && !isUnsettable(name.toLowerCase()) && name.toLowerCase() !== 'authorization';
}

/** The problems of the headers that a webhook sets. */
export function requestHeaderProblems(
  headers: Readonly<Record<string, string>>,
  signing: SigningSettings,
): FieldError[] {
  const signatures = signatureHeadersOf(signing);
  const names = Object.keys(headers);
  const lowerNames = names.map((name) => name.toLowerCase());
  return Object.entries(headers).flatMap(([name, value], index) => {
    const message =
      nameProblem(name, signatures) ??
      (lowerNames.indexOf(name.toLowerCase()) < index ? 'stands twice, in different spellings' : undefined) ??
      valueProblem(value);
    return message === undefined ? [] : [{ path: `headers.${name}`, message }];
  });
}

function nameProblem(name: string, signatures: ReadonlySet<string>): string | undefined {
  if (!isToken(name)) return 'is not the name of a header';
  const lower = name.toLowerCase();
  return isUnsettable(lower) || signatures.has(lower)
    ? 'cannot be set: it belongs to the connection, the wire format or the signature'
    : undefined;
}

function valueProblem(value: string): string | undefined {
  if (!/^[\t\x20-\x7e]*$/.test(value)) return 'contains characters other than printable ASCII';
  if (value.trim() !== value) return 'begins or ends with a blank';
  return templateProblem(value);
}

function isUnsettable(lower: string): boolean {
  return isReservedHeader(lower) || OWN.has(lower) || OWN_PREFIXES.some((prefix) => lower.startsWith(prefix));
}

function isToken(name: string): boolean {
  try {
    validateHeaderName(name);
    return name.length <= 128;
  } catch {
    return false;
  }
}
