import type { FieldError } from '@casewire/rest';
import type { Webhook } from '@casewire/subscription-store';
import { levelProblems } from './level-problems.ts';
import { contentProblems } from './content-problems.ts';
import { requestHeaderProblems } from './request-headers.ts';
import { secretProblem, signingProblems } from './signing-problems.ts';
import { targetUrlProblem, type TargetPolicy } from './target-url.ts';
import { placeholderProblems } from './webhook-placeholders.ts';

type CheckedWebhook = Pick<
  Webhook,
  | 'url'
  | 'headers'
  | 'auth'
  | 'format'
  | 'signing'
  | 'signsWithTenantSecret'
  | 'events'
  | 'definitionId'
  | 'runtimeId'
  | 'stateNames'
  | 'transform'
>;

/**
 * What is wrong with a webhook as a whole, as it would be after a change; its fields have passed their schema.
 * @param secret the one that will sign, null if none will
 */
export function webhookProblems(
  webhook: CheckedWebhook,
  secret: string | null,
  policy: TargetPolicy,
): FieldError[] {
  const url = targetUrlProblem(webhook.url, policy);
  return [
    ...(url === undefined ? [] : [{ path: 'url', message: url }]),
    ...levelProblems(webhook),
    ...requestHeaderProblems(webhook.headers, webhook.signing),
    ...placeholderProblems(webhook),
    ...authProblems(webhook),
    ...signingProblems(webhook),
    ...tenantSecretProblems(webhook),
    ...contentProblems(webhook),
    ...secretProblems(webhook, secret),
  ];
}

function authProblems({ headers, auth }: CheckedWebhook): FieldError[] {
  const isSetTwice =
    auth !== null && Object.keys(headers).some((name) => name.toLowerCase() === 'authorization');
  return isSetTwice
    ? [{ path: 'auth', message: 'stands beside a header Authorization: only one can be sent' }]
    : [];
}

function tenantSecretProblems({ signing, signsWithTenantSecret }: CheckedWebhook): FieldError[] {
  return signsWithTenantSecret && signing.scheme === 'standard-webhooks-ed25519'
    ? [{ path: 'signing.scheme', message: "needs a key pair, but the tenant's signing secret signs here" }]
    : [];
}

function secretProblems(webhook: CheckedWebhook, secret: string | null): FieldError[] {
  const problem = secret === null ? undefined : secretProblem(secret, webhook);
  if (problem === undefined) return [];
  if (!webhook.signsWithTenantSecret) return [{ path: 'signing.secret', message: problem }];
  const remedy = 'rotate that first, with POST /v1/signing-secret/rotate';
  return [{ path: 'signing', message: `does not fit the tenant's signing secret: ${problem}; ${remedy}` }];
}
