import { arrayParameter, type PoolClient } from '@casewire/database';

/** A webhook whose receiver has answered 410 Gone, in the version that the request was made of. */
export interface AnsweredGone {
  readonly webhookId: string;
  readonly version: number;
}

/** A version of a webhook, as a key. */
export function versionName({ webhookId, version }: AnsweredGone): string {
  return `${webhookId} ${version}`;
}

/*
 * The rows are locked in the order of their ids, so that two processes cannot wait for each other. The last part answers
 * for requests whose answers came later than the one that has disabled the webhook.
 */
const STATEMENT = `
  WITH told AS MATERIALIZED (
    SELECT * FROM unnest($1::uuid[], $2::int[]) AS told (id, version)
  ), current AS MATERIALIZED (
    SELECT webhook.id, webhook.version
      FROM subscriptions.webhooks AS webhook JOIN told USING (id, version)
     WHERE webhook.status <> 'disabled' AND webhook.deleted_at IS NULL
     ORDER BY webhook.id
       FOR UPDATE OF webhook
  ), disabled AS (
    UPDATE subscriptions.webhooks AS webhook
       SET status = 'disabled', status_reason = 'gone', version = webhook.version + 1, updated_at = now()
      FROM current
     WHERE webhook.id = current.id
    RETURNING webhook.id, current.version
  )
  SELECT id AS "webhookId", version FROM disabled
   UNION
  SELECT told.id, told.version
    FROM told JOIN subscriptions.webhooks AS webhook ON webhook.id = told.id
   WHERE webhook.status_reason = 'gone' AND webhook.version = told.version + 1`;

/**
 * Disables webhooks whose receivers have answered 410 Gone, where the version that was answered is still the current one:
 * a late answer of an address that its owner has corrected disables nothing.
 * @returns by `versionName`, the versions that are disabled because of such an answer
 */
export async function disableGoneWebhooks(
  client: PoolClient,
  answered: readonly AnsweredGone[],
): Promise<ReadonlyMap<string, AnsweredGone>> {
  const distinct = [...new Map(answered.map((each) => [versionName(each), each])).values()];
  const { rows } = await client.query<AnsweredGone>(STATEMENT, [
    arrayParameter(
      'uuid',
      distinct.map(({ webhookId }) => webhookId),
    ),
    arrayParameter(
      'integer',
      distinct.map(({ version }) => version),
    ),
  ]);
  return new Map(rows.map((row) => [versionName(row), row]));
}
