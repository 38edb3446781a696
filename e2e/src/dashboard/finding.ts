import type { Tenant } from '@casewire/testing';
import { describe, it } from '@jest/globals';
import { deliverRun, type Stage } from './stage.ts';

/** How something is found by what somebody knows of it. */
export function describeFinding(stage: Stage): void {
  const { system, pages } = stage;

  describe('the dashboard', () => {
    it('finds an invocation by its subject with the keyboard alone, and says what it does not find', async () => {
      const tenant = await system.createTenant();
      const id = await deliverRun(stage, tenant, 'run-typed');
      const page = await pages.enter(tenant);
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
      const id = await deliverRun(stage, tenant, 'run-linked');
      const page = await pages.enter(tenant, { width: 390 });
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
}
