import { findFreePort } from '@casewire/embedded';
import type { Tenant } from '@casewire/testing';
import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { workflowData, workflowEvent } from '../support/events.ts';
import { deliver, sandboxPage, type Stage } from './stage.ts';

/** Fills in the form of a new webhook and sends it. @returns its secret, which is shown once */
async function createByForm(
  page: Page,
  url: string,
  level?: readonly [string, string, string],
): Promise<string> {
  await page.getByRole('textbox', { name: 'URL' }).fill(url);
  if (level !== undefined) {
    const [covers, label, id] = level;
    await page.getByText(covers, { exact: true }).click();
    await page.getByLabel(label).fill(id);
  }
  await page.getByRole('button', { name: 'Create webhook' }).click();
  const dialog = page.getByRole('dialog').filter({ hasText: 'The webhook is ready' });
  const secret = (await dialog.locator('pre').first().textContent()) ?? '';
  await dialog.getByRole('button', { name: 'I have saved it' }).click();
  await page.getByRole('button', { name: 'More actions' }).waitFor();
  return secret;
}

async function urlsOf({ api }: Tenant): Promise<string[]> {
  const { body } = await api.get<{ data: { url: string }[] }>('/v1/webhooks');
  return body.data.map(({ url }) => url);
}

/** What the form of a webhook makes, and what it tells meanwhile. */
export function describeWebhookForm(stage: Stage): void {
  const { system, receiver, pages } = stage;

  describe('the form of a webhook', () => {
    it('makes webhooks of all three levels, of which each gets what it covers', async () => {
      const tenant = await system.createTenant();
      const page = await pages.enter(tenant);
      const levels = {
        customer: undefined,
        definition: ['One definition', 'Id of the definition', 'kyb'],
        run: ['One run', 'Id of the run', 'run-7'],
      } as const;
      for (const [name, level] of Object.entries(levels)) {
        await page.goto(sandboxPage(stage, tenant, 'webhooks/new'));
        await createByForm(page, `${receiver.url}/${name}`, level);
      }
      const event = (workflowDefinitionId: string, workflowRuntimeId: string) =>
        workflowEvent(tenant.id, { data: workflowData({ workflowDefinitionId, workflowRuntimeId }) });
      await system.upstream.publish([event('kyb', 'run-7'), event('kyb', 'run-8'), event('kyc', 'run-9')]);
      const requests = await receiver.waitForCount(6);
      expect(requests.map(({ url }) => url).sort()).toEqual([
        ...['/customer', '/customer', '/customer'],
        ...['/definition', '/definition', '/run'],
      ]);
    });

    it('tells whether its address is reached, and says at the field why it could not be saved', async () => {
      const tenant = await system.createTenant();
      const page = await pages.enter(tenant);
      await page.goto(sandboxPage(stage, tenant, 'webhooks/new'));
      const check = async (url: string, answer: string) => {
        await page.getByRole('textbox', { name: 'URL' }).fill(url);
        await page.getByRole('button', { name: 'Check the address' }).click();
        await page.getByText(answer).waitFor();
      };
      await check(receiver.url, 'Casewire reaches it.');
      await check(`http://127.0.0.1:${await findFreePort()}/`, 'Nobody listens at its address and port.');
      await check('ftp://files.example', 'does not begin with http://');
      expect(await page.getByText('Nobody listens').count()).toBe(0);
      expect(receiver.requests).toEqual([]);
    });

    it('writes in each of two tabs to the environment of its own', async () => {
      const tenant = await system.createTenant();
      const sandbox = await pages.enter(tenant, { environments: ['sandbox', 'production'] });
      const production = await sandbox.context().newPage();
      await production.goto(`${system.url}/t/${tenant.id}/production/webhooks/new`);
      await sandbox.goto(sandboxPage(stage, tenant, 'webhooks/new'));
      await createByForm(production, `${receiver.url}/production`);
      await createByForm(sandbox, `${receiver.url}/sandbox`);
      expect(await urlsOf(tenant)).toEqual([`${receiver.url}/sandbox`]);
      expect(await urlsOf(await tenant.inProduction())).toEqual([`${receiver.url}/production`]);
    });

    it('saves nothing over what somebody else has saved meanwhile: it shows who changed what, and keeps what was typed', async () => {
      const tenant = await system.createTenant();
      const { id } = await tenant.createWebhook({ url: `${receiver.url}/before`, name: 'Customer portal' });
      const [first, second] = [await pages.enter(tenant), await pages.enter(tenant)];
      for (const page of [first, second]) {
        await page.goto(sandboxPage(stage, tenant, `webhooks/${id}/edit`));
        await page.getByRole('textbox', { name: 'URL' }).waitFor();
      }
      await first.getByRole('textbox', { name: 'URL' }).fill(`${receiver.url}/first`);
      await first.getByRole('button', { name: 'Save changes' }).click();
      await first.getByRole('heading', { level: 1, name: 'Customer portal', exact: true }).waitFor();

      await second.getByLabel('Name', { exact: true }).fill('Second portal');
      await second.getByRole('button', { name: 'Save changes' }).click();
      const notice = second
        .getByRole('alert')
        .filter({ hasText: 'Somebody has changed this webhook meanwhile' });
      await notice.getByText(/^Portal link /).waitFor();
      await notice.getByTitle('before').filter({ hasText: '/before' }).waitFor();
      await notice.getByTitle('after').filter({ hasText: '/first' }).waitFor();
      expect((await tenant.api.get(`/v1/webhooks/${id}`)).body).toMatchObject({ name: 'Customer portal' });

      expect(await second.getByLabel('Name', { exact: true }).inputValue()).toBe('Second portal');
      await second.getByRole('button', { name: 'Save changes' }).click();
      await second.getByRole('heading', { level: 1, name: 'Second portal', exact: true }).waitFor();
      expect((await tenant.api.get(`/v1/webhooks/${id}`)).body).toMatchObject({
        ...{ name: 'Second portal', url: `${receiver.url}/first` },
      });
    });

    it('shows what the last events held, what would be sent of one or of an example, when it is tried, and how to verify it', async () => {
      const tenant = await system.createTenant();
      await tenant.createWebhook({ url: receiver.url });
      await deliver(stage, tenant, 1);
      const page = await pages.enter(tenant);
      await page.goto(sandboxPage(stage, tenant, 'webhooks/new'));
      await page.getByText('What this event holds').click();
      await page.getByText('"workflowFinalState"').waitFor();

      await page.getByRole('textbox', { name: 'URL' }).fill(receiver.url);
      await page.getByLabel('Filter').fill("data.workflowFinalState == 'rejected'");
      await page.getByRole('button', { name: 'Preview' }).click();
      await page.getByText('It would not be sent').waitFor();
      await page.getByLabel('Filter').fill("data.workflowFinalState == 'approved'");
      await page.getByRole('button', { name: 'Add a transform' }).click();
      await page.getByLabel('Transform').fill('{papers: documents}');
      await page.getByRole('button', { name: 'Preview' }).click();
      await page.getByText('It would be sent').waitFor();
      // The transform moves members, so a session sees nothing of what it makes.
      await page.getByText('[hidden]', { exact: true }).waitFor();
      await page.getByText('Choose an example to see one').waitFor();
      await page.getByRole('combobox', { name: 'Event', exact: true }).click();
      await page.getByRole('option', { name: 'workflow.completed', exact: true }).click();
      await page.getByRole('button', { name: 'Preview' }).click();
      await page.getByText('"business_document"').waitFor();
      expect(await page.getByText('[hidden]', { exact: true }).count()).toBe(0);

      await page.getByText('11 attempts: at once, then after 5 s, 35 s').waitFor();
      await page.getByRole('combobox', { name: 'Retries' }).click();
      await page.getByRole('option', { name: 'Exact delays' }).click();
      await page.getByLabel('Delays in seconds').fill('10, 60');
      await page.getByText('3 attempts: at once, then after 10 s, 1 min 10 s').waitFor();

      await page.getByRole('button', { name: 'Create webhook' }).click();
      const dialog = page.getByRole('dialog');
      const secret = await dialog.locator('pre').first().textContent();
      await dialog.getByText('Python', { exact: true }).click();
      await dialog.getByText('def is_genuine(secret: str, body: bytes, signature: str)').waitFor();
      await dialog.getByText(`python3 verify.py '${secret}' body.json "<X-HMAC-Signature>"`).waitFor();
    });
  });
}
