import { requireScope, type Identity } from '@casewire/identity';
import type { Webhook } from '@casewire/subscription-store';

/** What decides which secrets the receiver of a webhook gets. */
type SecretNaming = Pick<Webhook, 'url' | 'secretPlaceholders'>;

/**
 * Makes sure that nobody without the scope `secrets` has secrets sent to a receiver of their choice. The scope is needed
 * to name a secret that the webhook did not name before, and to move a webhook that names secrets to another origin.
 * @param before the webhook before a change, null for a new one
 * @throws Problem missing-scope
 */
export function requireSecretScope(
  identity: Identity,
  before: SecretNaming | null,
  after: SecretNaming,
): void {
  const stay = before !== null && originOf(before) === originOf(after);
  const known = stay ? before.secretPlaceholders : [];
  const shown = after.secretPlaceholders.find((name) => !known.includes(name));
  if (shown === undefined) return;
  requireScope(identity, 'secrets', `send {secret.${shown}} to ${originOf(after) ?? 'a receiver'}`);
}

function originOf({ url }: SecretNaming): string | undefined {
  return URL.parse(url)?.origin;
}
