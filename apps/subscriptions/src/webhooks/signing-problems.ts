import { families, familyOfType, signingOf, type Family } from '@casewire/families';
import { listensTo } from '@casewire/matching-rules';
import type { FieldError } from '@casewire/rest';
import {
  requireUsableSecret,
  resolveScheme,
  SecretError,
  type SigningScheme,
  type SigningSettings,
} from '@casewire/signing';
import type { Webhook } from '@casewire/subscription-store';
import { isFitForSignature } from './request-headers.ts';

/** The part of a webhook that decides how it is signed. */
export type SignedWebhook = Pick<Webhook, 'signing' | 'format' | 'events'>;

const options = ['header', 'algorithm', 'keyEncoding'] as const;

/** The options that each scheme takes. */
const optionsOf: Record<NonNullable<SigningSettings['scheme']>, readonly (typeof options)[number][]> = {
  native: options,
  'standard-webhooks': ['keyEncoding'],
  'standard-webhooks-ed25519': [],
  'hmac-body-hex': options,
  'timestamped-hex': ['header', 'keyEncoding'],
  none: [],
};

/** The problems of a webhook's `signing`, without those of its secret. */
export function signingProblems({ signing }: SignedWebhook): FieldError[] {
  const { scheme = 'native', header } = signing;
  const problems = options
    .filter((option) => signing[option] !== undefined && !optionsOf[scheme].includes(option))
    .map((option) => ({ path: `signing.${option}`, message: `is not for the scheme ${scheme}` }));
  if (header !== undefined && !isFitForSignature(header)) {
    problems.push({ path: 'signing.header', message: 'is not a header that a signature may stand in' });
  }
  return problems;
}

/**
 * @returns why a secret cannot sign for a webhook; undefined if it can. The secret has to decode for every event type that
 *   the webhook lists by name, and for at least one of the families whose signed events one of its prefixes stands for.
 */
export function secretProblem(secret: string, webhook: SignedWebhook): string | undefined {
  const byPrefix = webhook.events.filter((pattern) => pattern.endsWith('*'));
  const byName = webhook.events.filter((pattern) => !pattern.endsWith('*'));
  const problemOf = (family: Family) => decodingProblem(secret, schemeOf(family, webhook));
  for (const type of byName) {
    const problem = problemOf(familyOfType(type));
    if (problem !== undefined) return problem;
  }
  if (byPrefix.length === 0) return undefined;
  const signed = familiesBehind(byPrefix).filter((family) => schemeOf(family, webhook).scheme !== 'none');
  const problems = signed.map(problemOf);
  return problems.includes(undefined) ? undefined : problems[0];
}

/** The schemes by which a webhook's deliveries may be signed, one for each family of the events that it listens to. */
export function schemesOf(webhook: SignedWebhook): SigningScheme[] {
  const byPrefix = webhook.events.filter((pattern) => pattern.endsWith('*'));
  const byName = webhook.events.filter((pattern) => !pattern.endsWith('*'));
  const listening = new Set([...byName.map((type) => familyOfType(type)), ...familiesBehind(byPrefix)]);
  return [...listening].map((family) => schemeOf(family, webhook));
}

/** The families with an event type that begins with one of the prefixes. Types of tenants can begin with anything. */
function familiesBehind(prefixes: readonly string[]): Family[] {
  return families.filter(
    ({ eventTypes }) => eventTypes.length === 0 || eventTypes.some(({ type }) => listensTo(prefixes, type)),
  );
}

function schemeOf(family: Family, { signing, format }: SignedWebhook): SigningScheme {
  return resolveScheme(signing, signingOf(format, family));
}

function decodingProblem(secret: string, scheme: SigningScheme): string | undefined {
  try {
    requireUsableSecret(scheme, secret);
    return undefined;
  } catch (error) {
    if (error instanceof SecretError) return `${error.message}, as the scheme ${scheme.scheme} needs`;
    throw error;
  }
}
