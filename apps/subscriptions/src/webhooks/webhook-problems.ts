import { familyOfType, hasLevel, stateTellingTypes } from '@casewire/families';
import { listensTo } from '@casewire/matching-rules';
import { placeholderText } from '@casewire/placeholders';
import type { FieldError } from '@casewire/rest';
import type { Webhook } from '@casewire/subscription-store';
import { limits } from '@casewire/webhook-settings';
import { requestHeaderProblems } from './request-headers.ts';
import { secretProblem, signingProblems } from './signing-problems.ts';
import { targetUrlProblem, tokenUrlProblem, type TargetPolicy } from './target-url.ts';
import { placeholdersOf } from './webhook-row.ts';

/**
 * The problems of a webhook as it would be stored. Its fields have passed their schema.
 * @param secret the secret that will sign; null if none will
 */
export function webhookProblems(webhook: Webhook, secret: string | null, policy: TargetPolicy): FieldError[] {
  const { headers, auth, signing, transform, format } = webhook;
  const url = targetUrlProblem(webhook.url, policy);
  const tokenUrl = auth?.oauth2 && tokenUrlProblem(auth.oauth2.tokenUrl, policy);
  const namesAuthorization = Object.keys(headers).some((name) => name.toLowerCase() === 'authorization');
  return [
    ...(url === undefined ? [] : [{ path: 'url', message: url }]),
    ...(tokenUrl === undefined ? [] : [{ path: 'auth.oauth2.tokenUrl', message: tokenUrl }]),
    ...tlsProblems(webhook),
    ...levelProblems(webhook),
    ...requestHeaderProblems(headers, signing),
    ...problemIf(
      placeholdersOf(webhook).length > limits.placeholders,
      'headers',
      `hold, with the URL, more than ${limits.placeholders} placeholders`,
    ),
    ...problemIf(
      auth !== null && (auth.basic ?? auth.bearer ?? auth.oauth2) !== undefined && namesAuthorization,
      'auth',
      'stands beside a header Authorization: only one can be sent',
    ),
    ...signingProblems(webhook),
    ...problemIf(
      webhook.signsWithTenantSecret && signing.scheme === 'standard-webhooks-ed25519',
      'signing.scheme',
      "needs a key pair, but the tenant's signing secret signs here",
    ),
    ...stateProblems(webhook),
    ...problemIf(
      webhook.onGiveUp === 'block' && webhook.ordering === 'none',
      'onGiveUp',
      'is `block`, which needs `ordering` to be `subject`',
    ),
    ...problemIf(
      transform !== null && format !== 'native',
      'format',
      'is not for a webhook whose body a transform makes',
    ),
    ...thinProblems(webhook),
    ...secretProblems(webhook, secret),
  ];
}

/** Certificates mean nothing where there is no TLS. */
function tlsProblems({ url, auth, tls }: Webhook): FieldError[] {
  const isPlain = url.startsWith('http:');
  const message = 'needs a `url` that begins with https://';
  return [
    ...problemIf(isPlain && auth?.mtls !== undefined, 'auth.mtls', message),
    ...problemIf(isPlain && tls !== null, 'tls', message),
  ];
}

/** A thin delivery tells nothing of the data, also not in its URL and headers, which receivers log. */
function thinProblems(webhook: Webhook): FieldError[] {
  const placeholder = placeholdersOf(webhook).find(({ kind }) => kind === 'context');
  if (webhook.format !== 'thin' || placeholder === undefined) return [];
  const message = `is not for a webhook whose URL or headers hold ${placeholderText(placeholder)}, a part of the data`;
  return [{ path: 'format', message }];
}

function problemIf(isProblem: boolean, path: string, message: string): FieldError[] {
  return isProblem ? [{ path, message }] : [];
}

/** A webhook of a level that none of its events has would never get an event. */
export function levelProblems(webhook: Pick<Webhook, 'events' | 'definitionId' | 'runtimeId'>): FieldError[] {
  const { events } = webhook;
  return (['definition', 'runtime'] as const).flatMap((level) => {
    const path = `${level}Id` as const;
    // A prefix may stand for types that tenants register, which can have any level.
    const canHaveLevel = (pattern: string) => pattern.endsWith('*') || hasLevel(familyOfType(pattern), level);
    if (webhook[path] === null || events.some(canHaveLevel)) return [];
    const names = [...new Set(events.map((type) => familyOfType(type).name))].join(', ');
    return [{ path, message: `is not for the events listed: those of ${names} have no ${level} level` }];
  });
}

function stateProblems({ events, stateNames }: Webhook): FieldError[] {
  if (stateNames === null) return [];
  const message = 'never tells a state, which stateNames wait for';
  const accepted = stateTellingTypes.join(', ');
  return events.flatMap((pattern, index) =>
    stateTellingTypes.some((type) => listensTo([pattern], type))
      ? []
      : [{ path: `events.${index}`, message, accepted }],
  );
}

function secretProblems(webhook: Webhook, secret: string | null): FieldError[] {
  const problem = secret === null ? undefined : secretProblem(secret, webhook);
  if (problem === undefined) return [];
  if (!webhook.signsWithTenantSecret) return [{ path: 'signing.secret', message: problem }];
  const remedy = 'rotate that first, with POST /v1/signing-secret/rotate';
  return [{ path: 'signing', message: `does not fit the tenant's signing secret: ${problem}; ${remedy}` }];
}
