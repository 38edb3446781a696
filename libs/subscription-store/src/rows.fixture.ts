import { randomBytes } from 'node:crypto';
import type { Pool } from '@casewire/database';
import { timeOrderedUuid, type Environment } from '@casewire/events';
import type { Sealed } from '@casewire/key-ring';
import { levelOf, scopeKeyOf } from '@casewire/matching-rules';
import type { NamedSecret } from './entities/named-secret.ts';
import type { TenantSettings } from './tenant-settings.ts';

/** Rows for specs; every column that a spec does not care about has a plain value. */

export async function insertTenant(pool: Pool, id: string, settings: TenantSettings = {}): Promise<string> {
  await pool.query('INSERT INTO subscriptions.tenants (id, name, settings) VALUES ($1, $1, $2)', [
    id,
    settings,
  ]);
  return id;
}

export interface WebhookRow {
  readonly tenantId: string;
  readonly environment?: Environment;
  readonly events?: readonly string[];
  readonly definitionId?: string;
  readonly runtimeId?: string;
  readonly status?: string;
  readonly expiresAt?: Date;
  readonly deletedAt?: Date;
  readonly signsWithTenantSecret?: boolean;
  readonly contextPlaceholders?: readonly string[];
  readonly secretPlaceholders?: readonly string[];
}

export async function insertWebhook(pool: Pool, row: WebhookRow): Promise<string> {
  const id = newId();
  await pool.query(
    `INSERT INTO subscriptions.webhooks
       (id, tenant_id, environment, level, scope_key, url, events, definition_id, runtime_id, status, expires_at,
        deleted_at, signs_with_tenant_secret, context_placeholders, secret_placeholders)
     VALUES ($1, $2, $3, $4, $5, 'https://receiver.example/hook', $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      id,
      row.tenantId,
      row.environment ?? 'sandbox',
      levelOf(row),
      scopeKeyOf(row),
      row.events ?? ['*'],
      row.definitionId,
      row.runtimeId,
      row.status ?? 'active',
      row.expiresAt,
      row.deletedAt,
      row.signsWithTenantSecret ?? false,
      row.contextPlaceholders ?? [],
      row.secretPlaceholders ?? [],
    ],
  );
  return id;
}

export async function insertWebhookSecret(
  pool: Pool,
  webhookId: string,
  sealed: Sealed,
  expiresAt: Date | null = null,
): Promise<void> {
  await pool.query(
    'INSERT INTO subscriptions.webhook_secrets (id, webhook_id, key_id, ciphertext, expires_at) VALUES ($1, $2, $3, $4, $5)',
    [newId(), webhookId, sealed.keyId, sealed.ciphertext, expiresAt],
  );
}

export async function insertSigningSecret(
  pool: Pool,
  tenantId: string,
  sealed: Sealed,
  expiresAt: Date | null = null,
): Promise<void> {
  await pool.query(
    `INSERT INTO subscriptions.signing_secrets (id, tenant_id, environment, key_id, ciphertext, expires_at)
     VALUES ($1, $2, 'sandbox', $3, $4, $5)`,
    [newId(), tenantId, sealed.keyId, sealed.ciphertext, expiresAt],
  );
}

export async function insertNamedSecret(
  pool: Pool,
  { tenantId, environment, name }: Pick<NamedSecret, 'tenantId' | 'environment' | 'name'>,
  sealed: Sealed,
): Promise<void> {
  await pool.query(
    `INSERT INTO subscriptions.secrets (tenant_id, environment, name, key_id, ciphertext)
     VALUES ($1, $2, $3, $4, $5)`,
    [tenantId, environment, name, sealed.keyId, sealed.ciphertext],
  );
}

export function newId(): string {
  return timeOrderedUuid(Date.now(), randomBytes(10));
}

export function inSeconds(seconds: number): Date {
  return new Date(Date.now() + seconds * 1000);
}
