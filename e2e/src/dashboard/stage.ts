import { eventually, type Receiver, type Tenant } from '@casewire/testing';
import type { Page } from 'playwright-core';
import { workflowData, workflowEvent } from '../support/events.ts';
import { untilDelivered } from '../support/ledger.ts';
import type { SystemInUse } from '../support/open-system.ts';
import type { Pages } from '../support/use-pages.ts';

/** What the tests of the dashboard share. */
export interface Stage {
  readonly system: SystemInUse;
  /** A new one for each test. */
  readonly receiver: Receiver;
  readonly pages: Pages;
}

/** The address of a page of a tenant's sandbox. */
export const sandboxPage = ({ system }: Stage, tenant: Pick<Tenant, 'id'>, path: string) =>
  `${system.url}/t/${tenant.id}/sandbox/${path}`;

/** Chooses a page of the tenant in the menu. */
export const choose = (page: Page, area: string) =>
  page.getByRole('navigation').getByRole('link', { name: area, exact: true }).click();

/** Opens a page of the tenant by the menu, and waits until it is there: the one before may have the same rows and fields. */
export async function follow(page: Page, area: string): Promise<void> {
  await choose(page, area);
  await page.getByRole('heading', { level: 1, name: area, exact: true }).waitFor();
}

/** Publishes events, and waits until a webhook of the tenant has got all of them. */
export async function deliver({ system }: Stage, tenant: Tenant, count: number): Promise<void> {
  await system.upstream.publish(
    Array.from({ length: count }, (_, index) => workflowEvent(tenant.id, { subject: `case-${index}` })),
  );
  await untilDelivered(tenant.api, count);
}

/** Publishes an event of a run that a webhook gets. @returns the id of its invocation */
export async function deliverRun(
  { system, receiver }: Stage,
  tenant: Tenant,
  runId: string,
  context: object = {},
): Promise<string> {
  await tenant.createWebhook({ url: receiver.url, name: 'Customer portal' });
  const data = workflowData({ workflowRuntimeId: runId, context });
  await system.upstream.publish([workflowEvent(tenant.id, { data })]);
  return eventually(async () => {
    const { body } = await tenant.api.get(`/v1/invocations?subject=${runId}&status=delivered`);
    const [invocation] = (body as { data: { id: string }[] }).data;
    if (invocation === undefined) throw new Error('there is no invocation yet');
    return invocation.id;
  });
}
