import { fromBallerineSubscription, type BallerineSubscription } from '@casewire/families/ballerine/runs';
import type { KeyRing } from '@casewire/key-ring';
import { fieldErrors, Problem, type FieldError } from '@casewire/rest';
import type { Webhook } from '@casewire/subscription-store';
import { newWebhookSchema } from '@casewire/webhook-settings';
import { newId } from '../new-id.ts';
import type { TargetPolicy } from '../webhooks/target-url.ts';
import { webhookProblems } from '../webhooks/webhook-problems.ts';
import { newWebhookRow, type NewWebhookIdentity } from '../webhooks/webhook-row.ts';

/** The parts that turn subscriptions into webhooks: tenant, run or definition, and the rules. */
export interface SubscribedTo extends Omit<NewWebhookIdentity, 'id'> {
  readonly level: { readonly runtimeId: string } | { readonly definitionId: string };
  /** Columns by which these webhooks differ from those of POST /v1/webhooks. */
  readonly traits: Pick<Webhook, 'origin' | 'endsWithRun'>;
  readonly keyRing: KeyRing;
  readonly targetPolicy: TargetPolicy;
}

/**
 * The rows of the webhooks that `config.subscriptions` asks for, signed with the tenant's signing secret.
 * @throws Problem validation-failed that names every field from the root of the request
 */
export function subscribedWebhooks(
  subscriptions: readonly BallerineSubscription[],
  subscribedTo: SubscribedTo,
): Webhook[] {
  const made = subscriptions.map((subscription) => subscribedRow(subscription, subscribedTo));
  const errors = made.flatMap((one, index) => below(`config.subscriptions.${index}`, one.errors));
  if (errors.length > 0) throw new Problem('validation-failed', { errors });
  return made.flatMap(({ row }) => row ?? []);
}

function subscribedRow(
  subscription: BallerineSubscription,
  to: SubscribedTo,
): { readonly row?: Webhook; readonly errors: FieldError[] } {
  const wanted = newWebhookSchema.safeParse({ ...fromBallerineSubscription(subscription), ...to.level });
  if (!wanted.success) return { errors: fieldErrors(wanted.error.issues) };
  const made = newWebhookRow({ ...to, id: newId(to.now) }, wanted.data, to.keyRing);
  const row = { ...made, ...to.traits, signsWithTenantSecret: true };
  return { row, errors: webhookProblems(row, null, to.targetPolicy) };
}

function below(root: string, errors: readonly FieldError[]): FieldError[] {
  return errors.map((error) => ({ ...error, path: `${root}.${subscriptionField(error.path)}` }));
}

/** A subscription cannot choose its level. Where its events do not have that level, the error is told of the events. */
function subscriptionField(path: string): string {
  return path === 'runtimeId' || path === 'definitionId' ? 'events' : path;
}
