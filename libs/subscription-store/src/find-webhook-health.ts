/**
 * The words for a webhook's health. `unavailable`: its breaker is open. `paused`: by Casewire itself, not by its owner. Of
 * several, the last one stands.
 */
export const healthStates = ['healthy', 'failing', 'unavailable', 'paused'] as const;

export type HealthState = (typeof healthStates)[number];

/** What attempts have shown of a webhook. */
export interface WebhookHealth {
  readonly state: HealthState;
  readonly failingSince: Date | null;
  /** Failures since the last success. */
  readonly failuresInARow: number;
  readonly lastSuccessAt: Date | null;
  readonly lastFailureAt: Date | null;
  /** The class of the last failure: `timeout`, `http-503`. */
  readonly lastFailure: string | null;
  /** Duration of its attempts, a running average; null before the first success. */
  readonly averageMs: number | null;
  /** When the next probe of an open breaker goes out; null while it is closed, or has nothing to send. */
  readonly nextProbeAt: Date | null;
}

/** The state of a row of `history.webhook_state`. */
const STATE = `CASE WHEN own_pause IS NOT NULL THEN 'paused'
                    WHEN breaker IS NOT NULL THEN 'unavailable'
                    WHEN failing_since IS NOT NULL THEN 'failing' ELSE 'healthy' END`;

/**
 * The condition under which a webhook has a state. Those that have none of their own yet are healthy.
 * @param id an expression for the webhook's id, as text
 */
export function hasHealth(id: string, state: HealthState): string {
  const unsound = 'own_pause IS NOT NULL OR breaker IS NOT NULL OR failing_since IS NOT NULL';
  const of = (condition: string) =>
    `EXISTS (SELECT FROM history.webhook_state AS s WHERE s.webhook_id = ${id} AND (${condition}))`;
  return state === 'healthy' ? `NOT ${of(unsound)}` : of(`(${unsound}) AND ${STATE} = '${state}'`);
}

/** The rows of webhooks that are not sound, or are paused by their owner: two small indexes have them. */
export const NOTABLE_STATES = `
  SELECT * FROM history.webhook_state WHERE pause IS NOT NULL OR own_pause IS NOT NULL OR breaker IS NOT NULL
   UNION ALL
  SELECT * FROM history.webhook_state
   WHERE failing_since IS NOT NULL AND pause IS NULL AND own_pause IS NULL AND breaker IS NULL`;

/** The id of the webhook of a state, if there can be one: of webhooks that never existed, ids may be any text. */
export const WEBHOOK_OF_STATE = `
  CASE WHEN state.webhook_id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN state.webhook_id::uuid END`;

/**
 * The condition under which a tenant has a webhook in a state; for `healthy`, under which none of its webhooks is in any
 * other. It costs little however many webhooks there are.
 * @param tenantId an expression
 */
export function tenantHasHealth(tenantId: string, state: HealthState): string {
  const [isIn, wanted] = state === 'healthy' ? ['NOT IN', `<> 'healthy'`] : ['IN', `= '${state}'`];
  return `${tenantId} ${isIn} (
    SELECT webhook.tenant_id
      FROM (${NOTABLE_STATES}) AS state JOIN subscriptions.webhooks AS webhook ON webhook.id = ${WEBHOOK_OF_STATE}
     WHERE webhook.deleted_at IS NULL AND ${STATE} ${wanted})`;
}

const soundHealth: WebhookHealth = {
  state: 'healthy',
  failingSince: null,
  failuresInARow: 0,
  lastSuccessAt: null,
  lastFailureAt: null,
  lastFailure: null,
  averageMs: null,
  nextProbeAt: null,
};

/** Asks with values, and answers the rows. */
export type Query = <Row extends object>(text: string, values: readonly unknown[]) => Promise<Row[]>;

/** The health of webhooks, in the order of `ids`. */
export async function findWebhookHealth(query: Query, ids: readonly string[]): Promise<WebhookHealth[]> {
  if (ids.length === 0) return [];
  const rows = await query<WebhookHealth & { readonly webhookId: string }>(
    `SELECT webhook_id AS "webhookId", ${STATE} AS state, failing_since AS "failingSince",
            coalesce(failure_run, 0) AS "failuresInARow", last_success_at AS "lastSuccessAt",
            last_failure_at AS "lastFailureAt", last_failure AS "lastFailure", average_ms AS "averageMs",
            probe_due_at AS "nextProbeAt"
       FROM history.webhook_state
      WHERE webhook_id = ANY ($1::text[])`,
    [ids],
  );
  const found = new Map(rows.map(({ webhookId, ...health }) => [webhookId, health]));
  return ids.map((id) => found.get(id) ?? soundHealth);
}
