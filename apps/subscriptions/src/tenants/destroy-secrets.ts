import type { EntityManager } from 'typeorm';

const STATEMENTS = [
  'DELETE FROM subscriptions.secrets WHERE tenant_id = $1',
  'DELETE FROM subscriptions.signing_secrets WHERE tenant_id = $1',
  `DELETE FROM subscriptions.webhook_secrets
    WHERE webhook_id IN (SELECT id FROM subscriptions.webhooks WHERE tenant_id = $1 AND deleted_at IS NULL)`,
  `UPDATE subscriptions.webhooks
      SET headers = '{}', context_placeholders = '{}', secret_placeholders = '{}',
          auth = NULL, auth_key_id = NULL, auth_ciphertext = NULL
    WHERE tenant_id = $1 AND deleted_at IS NULL AND (headers <> '{}' OR auth_ciphertext IS NOT NULL)`,
];

/** Destroys what a tenant's webhooks signed and authenticated with, and the secrets they named. */
export async function destroySecrets(manager: EntityManager, tenantId: string): Promise<void> {
  for (const statement of STATEMENTS) await manager.query(statement, [tenantId]);
}
