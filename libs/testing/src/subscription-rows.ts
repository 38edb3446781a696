import { randomBytes } from 'node:crypto';
import type { Pool } from '@casewire/database';
import { timeOrderedUuid } from '@casewire/events';
import type { Sealed } from '@casewire/key-ring';
import { levelOf, scopeKeyOf } from '@casewire/matching-rules';
import {
  webhookColumn,
  type NamedSecret,
  type TenantSettings,
  type Webhook,
} from '@casewire/subscription-store';

/** Rows of the schema `subscriptions` for specs. A spec names only the columns that it cares about. */

export async function insertTenant(pool: Pool, id: string, settings: TenantSettings = {}): Promise<string> {
  await pool.query('INSERT INTO subscriptions.tenants (id, name, settings) VALUES ($1, $1, $2)', [
    id,
    settings,
  ]);
  return id;
}

/** A type of a tenant's own in its sandbox, which takes any data. */
export async function insertEventType(pool: Pool, tenantId: string, type: string): Promise<void> {
  await pool.query(
    `INSERT INTO subscriptions.event_types (tenant_id, environment, type, description, schema)
     VALUES ($1, 'sandbox', $2, '', '{}')`,
    [tenantId, type],
  );
}

/** Members that are not named have the database's default. */
export type GivenWebhook = Pick<Webhook, 'tenantId'> & Partial<Omit<Webhook, 'authCiphertext'>>;

/** @returns the webhook's id */
export async function insertWebhook(pool: Pool, given: GivenWebhook): Promise<string> {
  const [id = ''] = await insertWebhooks(pool, [given]);
  return id;
}

/** The same for many webhooks, all of which name the same members. */
export async function insertWebhooks(pool: Pool, given: readonly GivenWebhook[]): Promise<string[]> {
  const rows = given.map((webhook) => ({
    id: newId(),
    environment: 'sandbox',
    level: levelOf(webhook),
    scopeKey: scopeKeyOf(webhook),
    url: 'https://receiver.example/hook',
    events: ['*'],
    ...webhook,
  }));
  const records = rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([member, value]) => [webhookColumn(member), value])),
  );
  const columns = Object.keys(records[0] ?? {}).join(', ');
  await pool.query(
    `INSERT INTO subscriptions.webhooks (${columns})
     SELECT ${columns} FROM json_populate_recordset(NULL::subscriptions.webhooks, $1)`,
    [JSON.stringify(records)],
  );
  return rows.map(({ id }) => id);
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
