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

async function insertRow(pool: Pool, table: string, row: Readonly<Record<string, unknown>>): Promise<void> {
  const members = Object.keys(row);
  await pool.query(
    `INSERT INTO subscriptions.${table} (${members.map(webhookColumn).join(', ')})
     VALUES (${members.map((_member, index) => `$${index + 1}`).join(', ')})`,
    Object.values(row),
  );
}

export async function insertTenant(pool: Pool, id: string, settings: TenantSettings = {}): Promise<string> {
  await insertRow(pool, 'tenants', { id, name: id, settings });
  return id;
}

/** A type of a tenant's own in its sandbox, which takes any data. */
export async function insertEventType(
  pool: Pool,
  tenantId: string,
  type: string,
  schema: object = {},
): Promise<void> {
  await pool.query(
    `INSERT INTO subscriptions.event_types (tenant_id, environment, type, description, schema)
     VALUES ($1, 'sandbox', $2, '', $3)
     ON CONFLICT (tenant_id, environment, type) DO UPDATE SET schema = excluded.schema, updated_at = now()`,
    [tenantId, type, JSON.stringify(schema)],
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

export function insertWebhookSecret(
  pool: Pool,
  webhookId: string,
  { keyId, ciphertext }: Sealed,
  expiresAt: Date | null = null,
): Promise<void> {
  return insertRow(pool, 'webhook_secrets', { id: newId(), webhookId, keyId, ciphertext, expiresAt });
}

export function insertSigningSecret(
  pool: Pool,
  tenantId: string,
  { keyId, ciphertext }: Sealed,
  expiresAt: Date | null = null,
): Promise<void> {
  const owner = { id: newId(), tenantId, environment: 'sandbox' };
  return insertRow(pool, 'signing_secrets', { ...owner, keyId, ciphertext, expiresAt });
}

export function insertNamedSecret(
  pool: Pool,
  { tenantId, environment, name }: Pick<NamedSecret, 'tenantId' | 'environment' | 'name'>,
  { keyId, ciphertext }: Sealed,
): Promise<void> {
  return insertRow(pool, 'secrets', { tenantId, environment, name, keyId, ciphertext });
}

export function newId(): string {
  return timeOrderedUuid(Date.now(), randomBytes(10));
}

export function inSeconds(seconds: number): Date {
  return new Date(Date.now() + seconds * 1000);
}
