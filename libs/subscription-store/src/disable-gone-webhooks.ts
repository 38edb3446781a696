import { casewireItself, changedMembers, recordChange } from '@casewire/audit';
import { arrayParameter, type PoolClient } from '@casewire/database';
import type { TenantScope } from '@casewire/events';
import type { Query } from './find-webhook-health.ts';
import { dropHolds } from './webhook-notices.ts';

/** A webhook whose receiver has answered 410 Gone, in the version that the request was made of. */
export interface AnsweredGone {
  readonly webhookId: string;
  readonly version: number;
}

/** A version of a webhook, as a key. */
export function versionName({ webhookId, version }: AnsweredGone): string {
  return `${webhookId} ${version}`;
}

/** Locks what is still of the version that was answered, in the order of ids: two processes cannot wait for each other. */
const LOCK = `
  SELECT webhook.id AS "webhookId", webhook.version, webhook.status, webhook.tenant_id AS "tenantId", webhook.environment
    FROM subscriptions.webhooks AS webhook
    JOIN unnest($1::uuid[], $2::int[]) AS told (id, version) USING (id, version)
   WHERE webhook.status <> 'disabled' AND webhook.deleted_at IS NULL
   ORDER BY webhook.id
     FOR UPDATE OF webhook`;

const DISABLE = `
  UPDATE subscriptions.webhooks
     SET status = 'disabled', status_reason = 'gone', version = version + 1, updated_at = now()
   WHERE id = ANY ($1::uuid[])`;

interface CurrentVersion extends AnsweredGone, TenantScope {
  readonly status: string;
}

/** Among them are those whose answers came later than the one that has disabled the webhook. */
const DISABLED = `
  SELECT told.id AS "webhookId", told.version
    FROM unnest($1::uuid[], $2::int[]) AS told (id, version)
    JOIN subscriptions.webhooks AS webhook ON webhook.id = told.id
   WHERE webhook.status_reason = 'gone' AND webhook.version = told.version + 1`;

/**
 * Disables webhooks whose receivers have answered 410 Gone, where the version that was answered is still the current one:
 * a late answer of an address that its owner has corrected disables nothing. Nothing holds them any more then.
 * @returns by `versionName`, the versions that are disabled because of such an answer
 */
export async function disableGoneWebhooks(
  client: PoolClient,
  answered: readonly AnsweredGone[],
): Promise<ReadonlyMap<string, AnsweredGone>> {
  const distinct = [...new Map(answered.map((each) => [versionName(each), each])).values()];
  const told = [
    arrayParameter(
      'uuid',
      distinct.map(({ webhookId }) => webhookId),
    ),
    arrayParameter(
      'integer',
      distinct.map(({ version }) => version),
    ),
  ];
  const query: Query = async <Row extends object>(text: string, values: readonly unknown[]) =>
    (await client.query<Row>(text, [...values])).rows;
  const current = await client.query<CurrentVersion>(LOCK, told);
  const ids = current.rows.map(({ webhookId }) => webhookId);
  for (const webhookId of ids) await dropHolds(query, { webhookId });
  await client.query(DISABLE, [ids]);
  for (const row of current.rows) await recordDisabled(client, row);
  const { rows } = await client.query<AnsweredGone>(DISABLED, told);
  return new Map(rows.map((row) => [versionName(row), row]));
}

function recordDisabled(client: PoolClient, { webhookId, version, status, ...owner }: CurrentVersion) {
  return recordChange(client, casewireItself, {
    action: 'webhook.changed',
    resource: `webhooks/${webhookId}`,
    changed: changedMembers(
      { version, status },
      { version: version + 1, status: 'disabled', statusReason: 'gone' },
    ),
    owner,
  });
}
