import { requireScope, type Identity } from '@casewire/identity';
import type { Webhook } from '@casewire/subscription-store';

/** The part of a webhook that decides which secrets its receiver gets. */
type SecretNaming = Pick<Webhook, 'url' | 'secretPlaceholders' | 'authCiphertext'>;

/**
 * Keeps a key without the scope `secrets` from sending secrets to a receiver of its choice. The scope is needed to name a
 * secret that the webhook did not name before, and to move a webhook that names secrets, or keeps its credentials, to
 * another origin.
 * @param before null for a new webhook
 * @throws Problem missing-scope
 */
export function requireSecretScope(
  identity: Identity,
  before: SecretNaming | null,
  after: SecretNaming,
): void {
  const stay = before !== null && originOf(before) === originOf(after);
  if (before !== null && !stay && keepsCredentials(before, after)) {
    requireScope(
      identity,
      'secrets',
      `send the credentials of \`auth\` to ${originOf(after) ?? 'a receiver'}`,
    );
  }
  const known = stay ? before.secretPlaceholders : [];
  const shown = after.secretPlaceholders.find((name) => !known.includes(name));
  if (shown === undefined) return;
  requireScope(identity, 'secrets', `send {secret.${shown}} to ${originOf(after) ?? 'a receiver'}`);
}

function keepsCredentials(before: SecretNaming, after: SecretNaming): boolean {
  return before.authCiphertext !== null && before.authCiphertext === after.authCiphertext;
}

function originOf({ url }: SecretNaming): string | undefined {
  return URL.parse(url)?.origin;
}
