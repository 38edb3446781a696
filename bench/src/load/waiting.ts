import type { Pool } from '@casewire/database';
import { eventually, type Tenant } from '@casewire/testing';
import type { Casewire } from '../system/casewire.ts';

/** What waits is not due while a run lasts. */
const NOT_DUE_SECONDS = 86_400;
/** How long the services may take until the first invocation waits. */
const DEADLINE_MS = 60_000;

/** An invocation that waits, of a tenant of its own. */
export interface Waiting {
  readonly tenant: Tenant;
  readonly webhookId: string;
  readonly id: string;
}

/** Its first attempt was refused, and the next one is due on another day. */
export async function scheduleOne(bench: Casewire): Promise<Waiting> {
  const { tenant, webhookId } = await createWebhook(bench, { url: `${bench.sink.url}/refused` });
  return { tenant, webhookId, id: await publishOne(bench, tenant, 'retrying') };
}

/** The attempt of the one before it has opened the breaker of its webhook. */
export async function holdOne(bench: Casewire, settings: object = {}): Promise<Waiting> {
  const url = `${bench.sink.url}/overloaded`;
  const { tenant, webhookId } = await createWebhook(bench, { url, ...settings });
  await publishOne(bench, tenant, 'retrying');
  return { tenant, webhookId, id: await publishOne(bench, tenant, 'held') };
}

async function createWebhook({ hostileGround: { createTenant } }: Casewire, settings: object) {
  const tenant = await createTenant();
  const retry = { delaysSeconds: [NOT_DUE_SECONDS] };
  const { id: webhookId } = await tenant.createWebhook({ retry, ...settings });
  return { tenant, webhookId };
}

/** Gives a webhook another address. */
export async function moveTo(url: string, { tenant, webhookId }: Waiting): Promise<void> {
  const { status, text } = await tenant.api.patch(`/v1/webhooks/${webhookId}`, { url });
  if (status !== 200) throw new Error(`PATCH /v1/webhooks was answered ${status}: ${text.slice(0, 200)}`);
}

/** @returns the id of its invocation, the first that has this status */
async function publishOne(
  { hostileGround: { publish } }: Casewire,
  { id: tenantid, api }: Tenant,
  status: string,
): Promise<string> {
  await publish(1, { tenantid, padding: '' });
  return eventually(
    async () => {
      const { body } = await api.get<{ data: readonly { readonly id: string }[] }>(pageOf(status));
      const [invocation] = body.data;
      if (invocation === undefined) throw new Error(`no invocation is ${status}`);
      return invocation.id;
    },
    { deadlineMs: DEADLINE_MS },
  );
}

/** The newest invocations with a status, as the API lists them. */
export function pageOf(status: string): string {
  return `/v1/invocations?status=${status}&limit=100`;
}

/** What PostgreSQL does by itself within a minute after so many rows were written, so that no run is charged with it. */
export async function settle(pool: Pool): Promise<void> {
  await pool.query('VACUUM (ANALYZE) history.invocations, history.attempts, history.held');
  await pool.query('CHECKPOINT');
}
