import { findFreePort } from '@casewire/embedded';
import { eventually, type Tenant } from '@casewire/testing';
import { useReceiver } from '@casewire/testing/fixtures';
import { describe, expect, it } from '@jest/globals';
import { describeHostileTexts } from './dashboard/hostile.ts';
import { describeLinks } from './dashboard/links.ts';
import { describeLists } from './dashboard/lists.ts';
import { follow } from './dashboard/stage.ts';
import { describeStates } from './dashboard/states.ts';
import { describeWebhookForm } from './dashboard/webhook-form.ts';
import { workflowData, workflowEvent } from './support/events.ts';
import { usePages } from './support/use-pages.ts';
import { useSystem } from './support/use-system.ts';

const system = useSystem({}, 'one');
const receiver = useReceiver({ per: 'test' });
const pages = usePages(system);
const { enter } = pages;
const stage = { system, receiver, pages };

/** Registers a webhook that nobody listens to and that is tried once, and publishes an event for it. */
async function failOnce(tenant: Tenant): Promise<void> {
  const url = `http://127.0.0.1:${await findFreePort()}/hooks`;
  await tenant.createWebhook({ url, name: 'Customer portal', retry: 'none' });
  await system.upstream.publish([workflowEvent(tenant.id)]);
  await eventually(async () => {
    const { body } = await tenant.api.get('/v1/invocations?status=failed');
    expect((body as { data: unknown[] }).data).toHaveLength(1);
  });
}

/** Publishes an event of a run that a webhook gets. @returns the id of its invocation */
async function deliverRun(tenant: Tenant, runId: string): Promise<string> {
  await tenant.createWebhook({ url: receiver.url, name: 'Customer portal' });
  const data = workflowData({ workflowRuntimeId: runId });
  await system.upstream.publish([workflowEvent(tenant.id, { data })]);
  return eventually(async () => {
    const { body } = await tenant.api.get(`/v1/invocations?subject=${runId}&status=delivered`);
    const [invocation] = (body as { data: { id: string }[] }).data;
    if (invocation === undefined) throw new Error('there is no invocation yet');
    return invocation.id;
  });
}

describe('the dashboard', () => {
  it('opens by a link that works once, and erases the code from the address', async () => {
    const tenant = await system.createTenant();
    const page = await enter(tenant);
    expect(new URL(page.url()).pathname).toBe(`/t/${tenant.id}/sandbox`);
    expect(page.url()).not.toContain('#');
    await page.getByText('No webhooks yet').waitFor();
  });

  it('shows a failed invocation and why, and sends it after its webhook was mended', async () => {
    const tenant = await system.createTenant();
    await failOnce(tenant);
    const page = await enter(tenant);
    await follow(page, 'Invocations');
    await page.getByRole('row').filter({ hasText: 'Failed' }).click();
    await page.getByText(/connection-error.*allows no more attempts/).waitFor();

    await page.getByRole('link', { name: 'Customer portal' }).first().click();
    await page.getByRole('link', { name: 'Edit' }).click();
    await page.getByRole('textbox', { name: 'URL' }).fill(receiver.url);
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText(receiver.url).first().waitFor();

    await page.getByRole('link', { name: 'workflow.completed' }).first().click();
    await page.getByRole('button', { name: 'Retry' }).click();
    await page.getByText('Delivered', { exact: true }).first().waitFor();
    expect(receiver.requests).toHaveLength(1);
  });

  it('gathers what has failed in a group, and sends all of it again', async () => {
    const tenant = await system.createTenant();
    await failOnce(tenant);
    const page = await enter(tenant);
    await follow(page, 'Failures');
    await page.getByRole('row').filter({ hasText: 'Customer portal' }).click();
    await page.getByRole('heading', { name: 'The receiver refused or broke the connection' }).waitFor();
    await page.getByText('connection-error').waitFor();
    await page.getByRole('link', { name: 'The invocation that failed last' }).click();
    await page.getByText(/allows no more attempts/).waitFor();
    await page.goBack();

    const { body } = await tenant.api.get<{ data: { id: string }[] }>('/v1/webhooks');
    await tenant.api.patch(`/v1/webhooks/${body.data[0]?.id ?? ''}`, { url: receiver.url });
    await page.getByRole('button', { name: 'Ignore until…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Ignore' }).click();
    await page.getByRole('button', { name: 'Ignore no longer' }).waitFor();
    await page.getByRole('button', { name: 'Retry all failed' }).click();
    await page.getByText('1 failed invocation is sent again').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Send again' }).click();
    await page.getByText('Finished', { exact: true }).waitFor();
    expect(receiver.requests).toHaveLength(1);
    await follow(page, 'Webhooks');
    await page.getByRole('row').filter({ hasText: 'Customer portal' }).click();
    await page.getByRole('link', { name: 'Failures of this webhook' }).click();
    await page.getByRole('row').filter({ hasText: 'workflow.completed' }).click();
    await page.getByRole('button', { name: 'Ignore no longer' }).click();
    await page.getByText('Recovering', { exact: true }).waitFor();
  });

  it('pauses a webhook and resumes it with what it has held', async () => {
    const tenant = await system.createTenant();
    await tenant.createWebhook({ url: receiver.url, name: 'Customer portal' });
    const page = await enter(tenant);
    await follow(page, 'Webhooks');
    await page.getByRole('row').filter({ hasText: 'Customer portal' }).click();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Resume' }).waitFor();

    await system.upstream.publish([workflowEvent(tenant.id)]);
    await page.getByText('Held', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Resume' }).click();
    await page.getByText('Delivered', { exact: true }).waitFor();
    expect(receiver.requests).toHaveLength(1);
  });

  it('tells who has changed a webhook and when, from what to what, and lists it in the audit', async () => {
    const tenant = await system.createTenant();
    await tenant.createWebhook({ url: receiver.url, name: 'Customer portal' });
    const page = await enter(tenant);
    await follow(page, 'Webhooks');
    await page.getByRole('row').filter({ hasText: 'Customer portal' }).click();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('heading', { name: 'History of changes' }).waitFor();
    await page.getByText('Webhook changed').waitFor();
    await page.getByText(/^Portal link /).waitFor();
    await page.getByTitle('before').filter({ hasText: 'active' }).waitFor();
    await page.getByTitle('after').filter({ hasText: 'paused' }).waitFor();

    await follow(page, 'Audit');
    await page.getByLabel('Of what').fill('nothing');
    await page.keyboard.press('Enter');
    await page.getByText('No entry matches').waitFor();
    await page.getByRole('button', { name: 'Clear the filters' }).first().click();
    await page.getByRole('row').filter({ hasText: 'Webhook created' }).click();
    await page.getByRole('dialog').getByText('Customer portal').waitFor();
    expect(new URL(page.url()).search).toBe('');
  });

  it('offers nothing that a link for reading does not allow', async () => {
    const tenant = await system.createTenant();
    await failOnce(tenant);
    const page = await enter(tenant, { readOnly: true });
    await follow(page, 'Invocations');
    await page.getByRole('row').filter({ hasText: 'Failed' }).click();
    await page.getByText('Copy as curl').waitFor();
    expect(await page.getByRole('button', { name: /Retry|Cancel/ }).count()).toBe(0);
  });

  it('finds an invocation by its subject with the keyboard alone, and says what it does not find', async () => {
    const tenant = await system.createTenant();
    const id = await deliverRun(tenant, 'run-typed');
    const page = await enter(tenant);
    await page.keyboard.press('/');
    const field = page.getByRole('combobox', { name: 'Find by id, subject or name' });
    await field.fill('run-typed');
    await page.getByRole('option').filter({ hasText: 'workflow.completed' }).first().waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/t/${tenant.id}/sandbox/invocations/${id}`);

    await page.keyboard.press('Control+k');
    await field.fill('run-unknown');
    await page.keyboard.press('Enter');
    await page.getByText('Nothing was found').waitFor();
    await page.getByText('Invocations are kept for 90 days').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('Nothing was found').waitFor({ state: 'detached' });
  });

  it('leads the link of another system to the invocation that it names, or says that there is none', async () => {
    const tenant = await system.createTenant();
    const other = await system.createTenant();
    const id = await deliverRun(tenant, 'run-linked');
    const page = await enter(tenant, { width: 390 });
    const find = (of: Tenant, query: string) => page.goto(`${system.url}/t/${of.id}/sandbox/find?${query}`);
    await find(tenant, 'subject=run-linked');
    await page.waitForURL(`**/t/${tenant.id}/sandbox/invocations/${id}`);
    await find(tenant, 'subject=run-unknown');
    await page.getByRole('heading', { name: 'Nothing was found' }).waitFor();
    await find(tenant, 'eventId=01900000-0000-7000-8000-000000000000');
    await page.getByText(/was kept until/).waitFor();
    await find(other, 'subject=run-linked');
    await page.getByText('There is nothing here').waitFor();

    await find(tenant, 'subject=run-unknown');
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByRole('combobox', { name: 'Find by id, subject or name' }).fill('PORTAL');
    await page.getByRole('option').filter({ hasText: 'Customer portal' }).click();
    await page.getByRole('heading', { name: 'Customer portal' }).waitFor();
  });
});

describeStates(stage);
describeLists(stage);
describeWebhookForm(stage);
describeLinks(stage);
describeHostileTexts(stage);
