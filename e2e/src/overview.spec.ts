import { eventually, type Tenant } from '@casewire/testing';
import { useReceiver } from '@casewire/testing/fixtures';
import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { workflowEvent } from './support/events.ts';
import { lookAt } from './support/picture-book.ts';
import { usePages } from './support/use-pages.ts';
import { useSystem } from './support/use-system.ts';

// Within the time of a test, an open breaker sends no probe by itself.
const system = useSystem({ CASEWIRE_BREAKER_FAILURES: '3', CASEWIRE_PROBE_FIRST_SECONDS: '300' }, 'one');
const receiver = useReceiver({ per: 'test' });
const { enter, signIn } = usePages(system);

/** Publishes events for a webhook whose receiver is overloaded, until its breaker is open and holds one of them. */
async function openBreaker(tenant: Tenant): Promise<void> {
  await tenant.createWebhook({ url: receiver.url, name: 'Customer portal' });
  receiver.respond(() => ({ status: 503 }));
  await system.upstream.publish(Array.from({ length: 3 }, () => workflowEvent(tenant.id)));
  await eventually(async () => {
    const { body } = await tenant.api.get('/v1/attention');
    expect(body).toMatchObject({ items: [{ kind: 'receiver-unavailable' }] });
  });
  await system.upstream.publish([workflowEvent(tenant.id)]);
  await eventually(async () => {
    const { body } = await tenant.api.get('/v1/attention');
    expect(body).toMatchObject({ items: [{ action: { method: 'POST' } }] });
  });
}

/** Does what the only item of a tenant names: it sends the oldest delivery that is held. */
async function probe(tenant: Tenant): Promise<void> {
  const { body } = await tenant.api.get<{ items: { action: { path: string } }[] }>('/v1/attention');
  expect((await tenant.api.post(body.items[0]?.action.path ?? '')).status).toBe(202);
}

/** Sends three events to a webhook whose receiver takes two and refuses one. */
async function sendThree(tenant: Tenant): Promise<void> {
  receiver.respond((_request, index) => ({ status: index === 1 ? 400 : 200 }));
  await tenant.createWebhook({ url: receiver.url, retry: 'none' });
  await system.upstream.publish(Array.from({ length: 3 }, () => workflowEvent(tenant.id)));
  await receiver.waitForCount(3);
}

/** What `GET /v1/statistics` says of a stretch of time, as far as it is looked at here. */
interface Stretch {
  readonly attempts: Readonly<Record<string, number>>;
  readonly ended: Readonly<Record<string, number>>;
  readonly successRate: number | null;
  readonly attemptMs: Readonly<Record<string, number>> | null;
}

interface Statistics {
  readonly total: Stretch;
  readonly series: readonly Stretch[];
}

const cellsOf = (page: Page, chart: string) =>
  page.getByRole('table', { name: chart, exact: true }).locator('tbody td').allTextContents();

const shownMs = (ms: number) => (ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`);

describe('the overview', () => {
  it('shows a webhook whose breaker is open, with the reason and the button that mends it, until it closes', async () => {
    const tenant = await system.createTenant();
    await openBreaker(tenant);
    const page = await enter(tenant);
    const attention = page.getByRole('region', { name: 'Needs attention' });
    await attention.getByText('The receiver is unavailable').waitFor();
    await attention.getByText('Last failure: answered 503').waitFor();
    await attention.getByRole('link', { name: 'Customer portal' }).click();
    await page.getByText('Unavailable', { exact: true }).waitFor();
    await page.getByText('Next probe').waitFor();
    await page.goBack();
    const readOnly = await enter(tenant, { readOnly: true });
    await readOnly.getByText('The receiver is unavailable').waitFor();
    expect(await readOnly.getByRole('button', { name: 'Probe now' }).count()).toBe(0);

    receiver.respond(() => ({ status: 200 }));
    await attention.getByRole('button', { name: 'Probe now' }).click();
    await page.getByRole('dialog').getByText('the others follow').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Probe now' }).click();
    await page.getByText('All clear').waitFor();
    await page.getByRole('navigation').getByRole('link', { name: 'Webhooks' }).click();
    await page.getByRole('row').filter({ hasText: 'Customer portal' }).getByText('Healthy').waitFor();
  });

  it('keeps a question on screen when another mends what it is about, and says so', async () => {
    const tenant = await system.createTenant();
    await openBreaker(tenant);
    const page = await enter(tenant);
    await page.getByRole('button', { name: 'Probe now' }).click();
    const question = page.getByRole('dialog', { name: 'Send a probe now?' });
    await question.waitFor();

    receiver.respond(() => ({ status: 200 }));
    await probe(tenant);
    await question.getByText('Meanwhile this needs nobody any more').waitFor();
    await question.getByRole('button', { name: 'Cancel' }).click();
    await question.waitFor({ state: 'hidden' });
    await page.getByText('All clear').waitFor();
  });

  it('shows what has failed and nobody has handled, until it is sent again or ignored', async () => {
    const tenant = await system.createTenant();
    receiver.respond(() => ({ status: 400 }));
    await tenant.createWebhook({ url: receiver.url, name: 'Customer portal', retry: 'none' });
    const fail = () => system.upstream.publish([workflowEvent(tenant.id)]);
    await fail();
    const page = await enter(tenant);
    const attention = page.getByRole('region', { name: 'Needs attention' });
    await attention.getByText('An invocation has failed').waitFor();
    await attention.getByText('Last failure: answered 400').waitFor();
    await attention.getByRole('link', { name: 'Look at it' }).click();
    await page.getByRole('heading', { name: 'The receiver answered 400.' }).waitFor();
    await page.goBack();
    const readOnly = await enter(tenant, { readOnly: true });
    await readOnly.getByText('An invocation has failed').waitFor();
    expect(await readOnly.getByRole('button', { name: /Ignore|Retry/ }).count()).toBe(0);

    receiver.respond(() => ({ status: 200 }));
    await attention.getByRole('button', { name: 'Retry all failed' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Retry all failed' }).click();
    await page.getByText('All clear').waitFor();
    await receiver.waitForCount(2);

    receiver.respond(() => ({ status: 400 }));
    await fail();
    await attention.getByText('An invocation has failed').waitFor();
    await attention.getByRole('button', { name: 'Ignore' }).click();
    await page.getByText('All clear').waitFor();
    await fail();
    await attention.getByText('2 invocations have failed').waitFor();
  });

  it.each([
    ['24 hours', 86_400_000, null],
    ['1 hour', 3_600_000, '1h'],
  ])('shows the numbers of the last %s as charts and as tables', async (label, ms, range) => {
    const tenant = await system.createTenant();
    await sendThree(tenant);
    const page = await enter(tenant);
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    await page.getByText(label, { exact: true }).click();
    await eventually(async () => {
      expect(new URL(page.url()).searchParams.get('range')).toBe(range);
      const from = new Date(Date.now() - ms).toISOString();
      const { body } = await tenant.api.get<Statistics>(`/v1/statistics?from=${from}`);
      const { total, series } = body;
      expect(total.ended).toEqual({ delivered: 2, failed: 1, cancelled: 0 });
      const cells = (read: (of: Stretch) => unknown[]) =>
        [total, ...series.toReversed()].flatMap(read).map(String);
      expect(await cellsOf(page, 'Deliveries')).toEqual(cells(({ ended }) => Object.values(ended)));
      expect(await cellsOf(page, 'Requests')).toEqual(
        cells(({ attempts }) => [attempts['delivered'] ?? 0, attempts['http-4xx'] ?? 0]),
      );
      expect(await cellsOf(page, 'Success rate')).toEqual(
        cells(({ successRate }) => [successRate === null ? '–' : '66.6 %']),
      );
      expect(await cellsOf(page, 'Duration of requests')).toEqual(
        cells(({ attemptMs }) =>
          attemptMs === null ? ['–', '–', '–'] : Object.values(attemptMs).map(shownMs),
        ),
      );
    });
    const deliveries = page.getByRole('region', { name: 'Deliveries', exact: true });
    await deliveries.locator('canvas').waitFor();
    await deliveries.getByRole('button', { name: 'Show as a table' }).click();
    await deliveries.locator('canvas').waitFor({ state: 'detached' });
    expect(said).toEqual([]);
  });

  it('shows the operator what needs a person, by tenant, and lets them mend it with a reason', async () => {
    const tenant = await system.createTenant();
    await openBreaker(tenant);
    const page = await signIn(system.adminKey);
    const ofTenant = page.getByRole('region', { name: tenant.id });
    await ofTenant.getByText('127.0.0.1').waitFor();
    await ofTenant.getByRole('link', { name: 'Open' }).click();
    await page.getByRole('button', { name: 'View as tenant' }).click();
    const banner = page.getByRole('region', { name: 'View as tenant' });
    await banner.getByText(`${tenant.id} as operator, read-only`).waitFor();
    await page.getByRole('heading', { name: 'Customer portal' }).waitFor();
    await page.getByText('Unavailable', { exact: true }).waitFor();
    await page.getByRole('navigation').getByRole('link', { name: 'Overview' }).click();
    await page.getByText('The receiver is unavailable').waitFor();
    expect(await page.getByRole('button', { name: 'Probe now' }).count()).toBe(0);

    await banner.getByRole('button', { name: 'Unlock…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Unlock for 15 minutes' }).click();
    await dialog.getByText(/at least 1/).waitFor();
    await dialog.getByLabel('Reason').fill('ticket 17');
    await dialog.getByRole('button', { name: 'Unlock for 15 minutes' }).click();
    await banner.getByText('with everything allowed').waitFor();
    await page.getByRole('button', { name: 'Probe now' }).waitFor();

    await banner.getByRole('button', { name: 'End the view' }).click();
    await page.getByRole('heading', { name: 'Tenants' }).waitFor();
    await page.goBack();
    await page.getByRole('button', { name: 'View as tenant' }).waitFor();
  });

  it('lists tenants with what needs a person, and opens one where that is, else in production', async () => {
    const [quiet, troubled] = [await system.createTenant(), await system.createTenant()];
    await openBreaker(troubled);
    const page = await signIn(system.adminKey);
    const rowOf = ({ id }: Tenant) => page.getByRole('row').filter({ hasText: id });
    for (const [tenant, environment] of [
      [troubled, 'sandbox'],
      [quiet, 'production'],
    ] as const) {
      await page.getByRole('link', { name: 'Tenants', exact: true }).click();
      await rowOf(troubled).getByText('Critical').waitFor();
      expect(await rowOf(quiet).getByText('Critical').count()).toBe(0);
      await rowOf(tenant).click();
      await page.waitForURL(`**/t/${tenant.id}/${environment}`);
      await page.goBack();
    }
  });

  it('tells the operator that no event lacks a tenant', async () => {
    const page = await signIn(system.adminKey, { path: '/rejected' });
    await page.getByText('No event lacks a tenant').waitFor();
    expect(await lookAt(page, 'unassigned-empty')).toEqual([]);
  });

  it('finds the operator a tenant by a part of its name or id, on their own pages and on those of a tenant', async () => {
    const [first, second] = [await system.createTenant(), await system.createTenant()];
    await system.operator.patch(`/v1/tenants/${second.id}`, { name: `Bank of ${second.id.toUpperCase()}` });
    const page = await signIn(system.adminKey);
    const field = page.getByRole('combobox', { name: 'Find by id, subject or name' });
    await page.getByRole('button', { name: 'Find' }).click();
    await field.fill(first.id.slice(1));
    await page.getByRole('option').filter({ hasText: first.id }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/t/${first.id}/production`);
    await page.getByRole('button', { name: 'View as tenant' }).click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.keyboard.press('/');
    await field.fill(`bank of ${second.id}`);
    await page.getByRole('option').filter({ hasText: second.id }).click();
    await page.waitForURL(`**/t/${second.id}/production`);

    await page.goto(`${system.url}/tenants`);
    await page.getByLabel('Name or id').fill(`bank of ${second.id}`);
    await page.keyboard.press('Enter');
    await page.getByRole('row').filter({ hasText: first.id }).waitFor({ state: 'detached' });
    await page.getByRole('row').filter({ hasText: second.id }).waitFor();
    await page.getByLabel('Name or id').fill('nobody');
    await page.keyboard.press('Enter');
    await page.getByText('No tenant matches').waitFor();
  });

  it('unlocks a view beside what it hides', async () => {
    const tenant = await system.createTenant();
    await system.upstream.publish([workflowEvent(tenant.id, { subject: 'case-hidden' })]);
    const event = await eventually(async () => {
      const { body } = await tenant.api.get<{ data: { uid: string }[] }>('/v1/events');
      if (body.data[0] === undefined) throw new Error('there is no event yet');
      return body.data[0].uid;
    });
    const page = await signIn(system.adminKey, { path: `/t/${tenant.id}/sandbox/events/${event}` });
    await page.getByRole('button', { name: 'View as tenant' }).click();
    await page.getByText('Your session may not see the data.').waitFor();
    await page.getByRole('main').getByRole('button', { name: 'Unlock…' }).click();
    await page.getByRole('dialog').getByLabel('Reason').fill('ticket 18');
    await page.getByRole('dialog').getByRole('button', { name: 'Unlock for 15 minutes' }).click();
    await page.getByText('"workflowFinalState"').waitFor();
    expect(await page.getByRole('button', { name: 'Unlock…' }).count()).toBe(0);
  });
});
