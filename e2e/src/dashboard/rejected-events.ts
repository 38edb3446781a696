import { eventually, type Tenant } from '@casewire/testing';
import { describe, expect, it } from '@jest/globals';
import { workflowEvent } from '../support/events.ts';
import { follow, type Stage } from './stage.ts';

/** Publishes an event that breaks its schema. Nothing but the value of its record names the subject. @returns its id */
async function rejectCase({ system }: Stage, tenant: Tenant, subject: string): Promise<string> {
  const event = workflowEvent(tenant.id, { subject, data: { amount: 1 } });
  await system.upstream.publishRaw(JSON.stringify(event), { 'content-type': 'application/cloudevents+json' });
  return eventually(async () => {
    const { body } = await tenant.api.get<{ data: { id: string }[] }>(
      `/v1/rejected-events?subject=${subject}`,
    );
    const [rejected] = body.data;
    if (rejected === undefined) throw new Error('nothing was rejected yet');
    return rejected.id;
  });
}

/** How rejected events are found, read and published again. */
export function describeRejectedEvents(stage: Stage): void {
  const { system, receiver, pages } = stage;

  describe('the dashboard', () => {
    it('finds a rejected event by the case that only its value names, and shows why it was rejected', async () => {
      const [tenant, other] = [await system.createTenant(), await system.createTenant()];
      const id = await rejectCase(stage, tenant, 'case-4711');
      const page = await pages.enter(tenant);
      await page.keyboard.press('/');
      await page.getByRole('combobox', { name: 'Find by id, subject or name' }).fill('case-4711');
      const option = page.getByRole('option').filter({ hasText: 'workflow.completed' });
      await option.filter({ hasText: 'invalid-data' }).click();
      await page.waitForURL(`**/t/${tenant.id}/sandbox/rejected/${id}`);
      await page.getByRole('heading', { level: 1, name: 'Data breaks its schema' }).waitFor();
      await page
        .getByText(/^data\/workflow/)
        .first()
        .waitFor();
      await page.getByRole('row', { name: /^Subject.*case-4711/ }).waitFor();
      await page.getByText('This is hidden: it may hold sensitive data.').waitFor();

      await page.goto(`${system.url}/t/${tenant.id}/sandbox/find?subject=case-4711`);
      await page.waitForURL(`**/t/${tenant.id}/sandbox/rejected/${id}`);
      await follow(page, 'Rejected events');
      await page.getByRole('textbox', { name: 'Subject' }).fill('case-0815');
      await page.keyboard.press('Enter');
      await page.getByText('No rejected event matches').waitFor();
      await page.getByRole('textbox', { name: 'Subject' }).fill('case-4711');
      await page.keyboard.press('Enter');
      await page.getByRole('row').filter({ hasText: 'case-4711' }).waitFor();
      expect(new URL(page.url()).search).toBe('?subject=case-4711');
      const { body } = await other.api.get<{ items: unknown[] }>('/v1/search?q=case-4711');
      expect(body.items).toEqual([]);
    });

    it('publishes a rejected event again with a corrected attribute, and says at its field what is still wrong', async () => {
      const tenant = await system.createTenant();
      await tenant.createWebhook({ url: receiver.url, format: 'standard' });
      await system.upstream.publish([
        workflowEvent(tenant.id, { type: 'workflow.complete', subject: 'case-7' }),
      ]);
      const page = await pages.enter(tenant);
      await follow(page, 'Rejected events');
      await page.getByRole('row').filter({ hasText: 'case-7' }).click();
      const type = page.getByRole('textbox', { name: 'type', exact: true });
      await type.fill('workflow.finished');
      await page.getByRole('button', { name: 'Publish with the original data' }).click();
      await page.getByText(/workflow\.finished is/).waitFor();
      await type.fill('workflow.completed');
      await page.getByRole('button', { name: 'Publish with the original data' }).click();
      await page.getByText('It was published again.').waitFor();
      const [request] = await receiver.waitForCount(1);
      expect(JSON.parse(String(request?.body))).toMatchObject({ type: 'workflow.completed' });
    });

    it('leads from an event that no webhook got to rejected events of its subject', async () => {
      const tenant = await system.createTenant();
      const id = await rejectCase(stage, tenant, 'case-12');
      await system.upstream.publish([workflowEvent(tenant.id, { subject: 'case-12' })]);
      const page = await pages.enter(tenant);
      await follow(page, 'Events');
      await page.getByRole('row').filter({ hasText: 'case-12' }).click();
      await page.getByRole('link', { name: 'Events with this subject were rejected' }).click();
      await page.getByRole('row').filter({ hasText: 'Data breaks its schema' }).click();
      await page.waitForURL(`**/rejected/${id}`);
    });
  });
}
