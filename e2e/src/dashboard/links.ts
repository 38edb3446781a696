import { describe, it } from '@jest/globals';
import { deliver, sandboxPage, type Stage } from './stage.ts';

const NOBODYS = '01900000-0000-7000-8000-000000000000';

const idOf = async (list: Promise<{ body: { data: { id?: string; uid?: string }[] } }>) => {
  const [first] = (await list).body.data;
  return first?.uid ?? first?.id ?? '';
};

/** Where addresses lead that others have made. */
export function describeLinks(stage: Stage): void {
  const { system, receiver, pages } = stage;

  describe('a link', () => {
    it('to what does not exist, or is of another tenant, says that there is nothing', async () => {
      const [tenant, other] = [await system.createTenant(), await system.createTenant()];
      const webhook = await other.createWebhook({ url: receiver.url });
      await deliver(stage, other, 1);
      const invocation = await idOf(other.api.get('/v1/invocations'));
      const event = await idOf(other.api.get('/v1/events'));
      const page = await pages.enter(tenant);
      for (const path of [
        ...[`webhooks/${webhook.id}`, `webhooks/${webhook.id}/edit`, `invocations/${invocation}`],
        ...[`events/${event}`, `rejected/${NOBODYS}`, `failures/${NOBODYS}`, `replays/${NOBODYS}`],
        ...['webhooks/none', 'invocations/none', 'events/none', 'nowhere'],
      ]) {
        await page.goto(sandboxPage(stage, tenant, path));
        await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
      }
      await page.goto(sandboxPage(stage, other, 'webhooks'));
      await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
      await page.goto(`${system.url}/t/${tenant.id}/staging/webhooks`);
      await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
    });
  });
}
