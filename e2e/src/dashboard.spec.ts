import { findFreePort } from '@casewire/embedded';
import { eventually, type Tenant } from '@casewire/testing';
import { useReceiver } from '@casewire/testing/fixtures';
import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeFinding } from './dashboard/finding.ts';
import { describeHostileTexts } from './dashboard/hostile.ts';
import { describeLinks } from './dashboard/links.ts';
import { describeLists } from './dashboard/lists.ts';
import { describeRejectedEvents } from './dashboard/rejected-events.ts';
import { deliverRun, follow } from './dashboard/stage.ts';
import { describeStates } from './dashboard/states.ts';
import { describeWebhookForm } from './dashboard/webhook-form.ts';
import { isInWindow } from './support/browser.ts';
import { workflowEvent } from './support/events.ts';
import { untilDelivered } from './support/ledger.ts';
import { holdsPassport, PASSPORT } from './support/passport.ts';
import { usePages } from './support/use-pages.ts';
import { useSystem } from './support/use-system.ts';

const system = useSystem();
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

/** Runs in a page: all that somebody or a script can read of it. */
const READ_PAGE = `[
  document.documentElement.textContent,
  ...[...document.querySelectorAll('*')].flatMap((each) => [each.value ?? '', ...each.getAttributeNames().map((name) => each.getAttribute(name))]),
].join(' ')`;

/** Notes what a page is answered, and tells where the number of the passport has been shown. */
async function watchForPassport(page: Page) {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const answers: Promise<string>[] = [];
  page.on('response', (response) => {
    answers.push(response.text().catch(() => ''));
  });
  const copied = () => page.evaluate<string>('navigator.clipboard.readText()');
  const isOnPage = async () => holdsPassport(await page.evaluate<string>(READ_PAGE));
  return {
    copied,
    isOnPage,
    whereShown: async () => ({
      answers: (await Promise.all(answers)).filter(holdsPassport).length,
      clipboard: holdsPassport(await copied()),
      page: await isOnPage(),
    }),
  };
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
    await page
      .getByText(/^Attempt 1 of 1 failed: the receiver refused the connection; .* no more attempts\.$/)
      .waitFor();

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

  it('brings an attempt into view that is chosen in a small window', async () => {
    const tenant = await system.createTenant();
    await failOnce(tenant);
    const page = await enter(tenant);
    await follow(page, 'Invocations');
    await page.getByRole('row').filter({ hasText: 'Failed' }).click();
    await page.getByRole('button', { name: 'Retry' }).click();
    await page.getByRole('button', { name: /^Attempt 2/ }).waitFor();
    await page.setViewportSize({ width: 390, height: 400 });
    const heading = page.getByRole('heading', { name: 'Request', exact: true });
    expect(await isInWindow(heading)).toBe(false);
    await page.getByRole('button', { name: /^Attempt 1/ }).click();
    await eventually(async () => {
      expect(await isInWindow(heading)).toBe(true);
    });
  });

  it('gathers what has failed in a group, and sends all of it again', async () => {
    const tenant = await system.createTenant();
    await failOnce(tenant);
    const page = await enter(tenant);
    await follow(page, 'Failures');
    await page.getByRole('row').filter({ hasText: 'Customer portal' }).click();
    await page.getByRole('heading', { name: 'The receiver refused or broke the connection' }).waitFor();
    await page.getByText('1, no further retries').waitFor();
    await page.getByRole('link', { name: 'The invocation that failed last' }).click();
    await page.getByText(/allows no more attempts/).waitFor();
    await page.goBack();

    const { body } = await tenant.api.get<{ data: { id: string }[] }>('/v1/webhooks');
    await tenant.api.patch(`/v1/webhooks/${body.data[0]?.id ?? ''}`, { url: receiver.url });
    await page.getByRole('button', { name: 'Ignore…' }).click();
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
    // Figures and charts have the word too.
    const latest = page.getByRole('row').filter({ hasText: 'workflow.completed' });
    await latest.getByText('Delivered', { exact: true }).waitFor();
    expect(receiver.requests).toHaveLength(1);

    await page.getByRole('link', { name: 'workflow.completed' }).first().click();
    await page.getByText('Held by the pause of its webhook').waitFor();
    await page.getByText('Held no longer').waitFor();
    await page.getByRole('link', { name: 'Open the event' }).click();
    const way = page.getByRole('table', { name: 'The way of this event' });
    await way.getByRole('row', { name: /Held by the pause of its webhook .*\+/ }).waitFor();
    await way.getByRole('row', { name: /Held no longer/ }).waitFor();
  });

  it('tells who has changed a webhook and when, from what to what, and lists it in the audit', async () => {
    const tenant = await system.createTenant();
    const { secret } = await tenant.createWebhook({ url: receiver.url, name: 'Customer portal' });
    const page = await enter(tenant);
    await follow(page, 'Webhooks');
    await page.getByRole('row').filter({ hasText: 'Customer portal' }).click();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('heading', { name: 'History of changes' }).waitFor();
    await page.getByText('Webhook changed').waitFor();
    await page.getByText(/^Portal link /).waitFor();
    const notice = page.getByRole('alert').filter({ hasText: 'Paused' });
    await notice.getByText(/^by Portal link /).waitFor();
    await notice.locator('time').waitFor();
    await page.getByTitle('before').filter({ hasText: 'active' }).waitFor();
    await page.getByTitle('after').filter({ hasText: 'paused' }).waitFor();
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await page.getByRole('button', { name: 'Show it' }).click();
    await page.getByText(secret, { exact: true }).waitFor();
    await page.getByRole('button', { name: 'I have saved it' }).click();
    await page.getByText('Secret shown').waitFor();

    await follow(page, 'Audit');
    await page.getByLabel('Resource').fill('nothing');
    await page.keyboard.press('Enter');
    await page.getByText('No entry matches').waitFor();
    await page.getByRole('button', { name: 'Clear the filters' }).first().click();
    await page.getByRole('row').filter({ hasText: 'Webhook created' }).click();
    await page.getByRole('dialog').getByText('Customer portal').waitFor();
    expect(new URL(page.url()).search).toBe('');
  });

  it('shows what is sensitive only when it is revealed, and the audit has that before', async () => {
    const tenant = await system.createTenant();
    receiver.respond(() => ({ body: `unknown: ${PASSPORT}` }));
    const id = await deliverRun(stage, tenant, 'run-sensitive', { passport: PASSPORT });
    await system.upstream.publish([{ ...workflowEvent(tenant.id), data: { no: PASSPORT } }]);
    const page = await enter(tenant);
    const watch = await watchForPassport(page);
    const nowhere = { answers: 0, clipboard: false, page: false };

    await page.goto(`${system.url}/t/${tenant.id}/sandbox/invocations/${id}`);
    await page.getByText('This is hidden: it may hold sensitive data.').waitFor();
    await page.getByText('Sensitive parts are hidden.').waitFor();
    await page.getByText('"workflowFinalState"', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Copy as curl' }).click({ force: true });
    await page.getByRole('alert').filter({ hasText: 'Reveal them first' }).waitFor();
    await follow(page, 'Events');
    await page
      .getByRole('row')
      .filter({ hasText: 'run-sensitive' })
      .filter({ hasText: '1 delivered' })
      .click();
    await page.getByText('Sensitive parts are hidden.').waitFor();
    await page.getByRole('button', { name: 'Copy: Data' }).click();
    expect(await watch.copied()).toContain('"passport":"[hidden]"');
    await follow(page, 'Rejected events');
    await page.getByRole('row').filter({ hasText: 'Data breaks its schema' }).click();
    await page.getByRole('button', { name: 'Reveal' }).waitFor();
    expect(await watch.whereShown()).toEqual(nowhere);

    const answered = page.waitForResponse('**/v1/reveals');
    await page.getByRole('button', { name: 'Reveal' }).click();
    const { startTime, responseStart } = (await answered).request().timing();
    await page.getByText(PASSPORT).first().waitFor();
    expect(await page.getByLabel('Data (JSON)').inputValue()).toContain(PASSPORT);
    const query = { action: 'payload.revealed' } as const;
    const { data: entries } = await tenant.api.client.GET('/v1/audit', { params: { query } });
    expect(entries.data).toHaveLength(1);
    expect(Date.parse(entries.data[0]?.at ?? '')).toBeLessThanOrEqual(startTime + responseStart);

    await page.goBack();
    await page.getByRole('row').filter({ hasText: 'Data breaks its schema' }).waitFor();
    expect(await watch.isOnPage()).toBe(false);
    await page.goForward();
    await page.getByText('This is hidden: it may hold sensitive data.').waitFor();
    expect(await watch.isOnPage()).toBe(false);
  });

  it('makes a type, says at its field what is wrong, and what would become of an event of it', async () => {
    const tenant = await system.createTenant();
    await tenant.createWebhook({ url: receiver.url, name: 'Claims', events: ['claim.*'] });
    await tenant.createWebhook({ url: receiver.url, name: 'Runs', events: ['workflow.*'] });
    const page = await enter(tenant);
    await follow(page, 'Event types');
    await page.getByRole('link', { name: 'Make the first one' }).click();
    await page.getByLabel('Name').fill('workflow.completed');
    await page.getByRole('textbox', { name: 'Schema' }).fill('{"required": ["amount"]');
    await page.getByRole('button', { name: 'Create type' }).click();
    await page.getByText('There is a type of this name.').waitFor();
    await page.getByText(/^This is not JSON/).waitFor();
    await page.getByLabel('Name').fill('claim.paid');
    await page.getByRole('textbox', { name: 'Schema' }).fill('{"required": "amount"}');
    await page.getByRole('button', { name: 'Create type' }).click();
    await page.getByText(/Is no usable JSON Schema/).waitFor();
    await page.getByRole('textbox', { name: 'Schema' }).fill('{"required": ["amount"]}');
    await page.getByRole('textbox', { name: 'Example' }).fill('{"amount": 1.50, "id": 12345678901234567890}');
    await page.getByRole('button', { name: 'Create type' }).click();
    await page.getByRole('link', { name: 'Edit' }).click();
    const written = '{\n  "amount": 1.50,\n  "id": 12345678901234567890\n}';
    expect(await page.getByRole('textbox', { name: 'Example' }).inputValue()).toBe(written);
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByRole('link', { name: 'Try its example' }).waitFor();
    const saved = await tenant.api.get('/v1/event-types/claim.paid');
    expect(saved.text).toContain(`"example":${written}`);
    await page.getByRole('link', { name: 'Try its example' }).click();
    expect(await page.getByRole('textbox', { name: 'Event' }).inputValue()).toContain('"amount": 1.50');

    await page.getByRole('button', { name: 'Check the event' }).click();
    await page.getByText('One webhook would get it.').waitFor();
    await page.getByRole('button', { name: 'Show the body' }).click();
    await page.getByText('"amount"', { exact: true }).waitFor();
    await page.getByText(/claim\.paid.*workflow\.\*|workflow\.\*.*claim\.paid/).waitFor();
    const event = { specversion: '1.0', id: '1', source: '/s', type: 'claim.paid', data: {} };
    await page.getByRole('textbox', { name: 'Event' }).fill(JSON.stringify(event));
    await page.getByRole('button', { name: 'Check the event' }).click();
    await page.getByText(/It would be rejected: .*schema/).waitFor();
    await page.getByText('data/amount: is missing').waitFor();
    expect((await tenant.api.get<{ data: unknown[] }>('/v1/events')).body.data).toEqual([]);
  });

  it('shows a lost secret after it has asked, replaces it, and the audit has both', async () => {
    const tenant = await system.createTenant();
    const { secret } = (await tenant.api.get<{ secret: string }>('/v1/signing-secret')).body;
    const page = await enter(tenant);
    await follow(page, 'Settings');
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    expect(await page.content()).not.toContain(secret);
    await page.getByRole('button', { name: 'Show it' }).click();
    await page.getByText(secret, { exact: true }).waitFor();
    await page.getByRole('button', { name: 'I have saved it' }).click();
    await page.getByRole('button', { name: 'Rotate', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Rotate' }).click();
    await page.getByRole('button', { name: 'I have saved it' }).click();
    await page.getByText('Also signs until').waitFor();

    const subscription = { type: 'webhook', url: receiver.url, events: ['*'] };
    await tenant.api.put('/api/v1/external/workflows/kyb/config', {
      config: { subscriptions: [subscription] },
    });
    await follow(page, 'Webhooks');
    await page.getByRole('row').filter({ hasText: '127.0.0.1' }).click();
    await page.getByText('The tenant’s secret signs for this webhook.').waitFor();
    expect(await page.getByRole('button', { name: /^(?:Show|Rotate)$/ }).count()).toBe(0);
    await page.getByRole('link', { name: 'To the settings' }).click();
    await page.getByRole('heading', { name: 'Signing secret' }).waitFor();

    await page.getByRole('button', { name: 'New secret' }).click();
    await page.getByLabel('Name').fill('VENDOR KEY');
    await page.getByLabel('Value').fill('abc');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/Is not the name of a secret/).waitFor();
    await page.getByLabel('Name').fill('VENDOR_KEY');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('cell', { name: 'VENDOR_KEY', exact: true }).waitFor();
    const { body } = await tenant.api.get<{ data: { action: string; session: unknown }[] }>('/v1/audit');
    const bySession = body.data.filter(({ session }) => session !== null).map(({ action }) => action);
    expect(bySession.slice(0, 3)).toEqual([
      'secret.set',
      'signing-secret.rotated',
      'signing-secret.revealed',
    ]);
  });

  it('shows what a change makes of an event before it is resent, and the way of it afterwards', async () => {
    const tenant = await system.createTenant();
    await tenant.api.put('/v1/event-types/claim.paid', { schema: { type: 'object' } });
    const webhook = await tenant.createWebhook({ url: receiver.url, name: 'Claims', events: ['claim.*'] });
    await system.upstream.publish([
      { ...workflowEvent(tenant.id), type: 'claim.paid', data: { amount: 1.5 } },
    ]);
    const [sent] = await untilDelivered(tenant.api, 1);
    await tenant.api.patch(`/v1/webhooks/${webhook.id}`, { format: 'cloudevents' });
    const page = await enter(tenant);
    await page.goto(`${system.url}/t/${tenant.id}/sandbox/invocations/${sent?.id ?? ''}`);
    await page.getByRole('button', { name: 'Resend' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('region', { name: 'Body' }).locator('ins', { hasText: '"specversion"' }).waitFor();
    expect(receiver.requests).toHaveLength(1);
    await dialog.getByRole('button', { name: 'Resend' }).click();
    await page.getByText('Sent before as').waitFor();
    await page.getByText('Delivered', { exact: true }).first().waitFor();
    expect(receiver.requests).toHaveLength(2);
    await page.getByRole('button', { name: 'Compare' }).click();
    await page
      .getByRole('region', { name: 'Request body' })
      .locator('ins', { hasText: '"specversion"' })
      .waitFor();

    await tenant.createWebhook({ url: receiver.url, name: 'Came late', events: ['workflow.state.changed'] });
    await page.getByRole('link', { name: 'Open the event' }).click();
    const way = page.getByRole('table', { name: 'The way of this event' });
    await way.getByRole('row', { name: /Matched to webhooks.*not recorded/ }).waitFor();
    await way
      .getByRole('row', { name: /Attempt 1 · 200/ })
      .nth(1)
      .waitFor();
    const late = page.getByRole('group', { name: 'Changed since the event' });
    await late.getByText('Webhook created').waitFor();
  });

  it('offers nothing that a link for reading does not allow', async () => {
    const tenant = await system.createTenant();
    await failOnce(tenant);
    const page = await enter(tenant, { readOnly: true });
    await follow(page, 'Invocations');
    await page.getByRole('row').filter({ hasText: 'Failed' }).click();
    await page.getByText('Copy as curl').waitFor();
    expect(await page.getByRole('button', { name: /Retry|Resend|Stop sending/ }).count()).toBe(0);
    await follow(page, 'Settings');
    await page.getByRole('heading', { name: 'How long things are kept' }).waitFor();
    expect(await page.getByRole('button', { name: /Show|Rotate|New secret|Edit/ }).count()).toBe(0);
    await follow(page, 'Event types');
    await page.getByRole('link', { name: 'Try an event' }).waitFor();
    expect(await page.getByRole('link', { name: /New type|Make the first/ }).count()).toBe(0);
  });
});

describeFinding(stage);
describeRejectedEvents(stage);
describeStates(stage);
describeLists(stage);
describeWebhookForm(stage);
describeLinks(stage);
describeHostileTexts(stage);
