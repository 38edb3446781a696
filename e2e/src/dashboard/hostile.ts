import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { DRAWN, pixelsBeyondTheEdge } from '../support/browser.ts';
import { workflowData, workflowEvent } from '../support/events.ts';
import { untilDelivered } from '../support/ledger.ts';
import { sandboxPage, type Stage } from './stage.ts';

/** Would run as markup, would turn what follows it around, and has a character that is not seen. */
const HOSTILE = `"'><img src=x onerror="window.hit=1"><script>window.hit=1</script>\u202egnp.exe\u200b`;

/** What no page may hold: an image or script of a text, and marks that turn texts around. */
const BROKEN_OUT = `[
  window.hit ?? 'nothing ran',
  document.querySelectorAll('img[src="x"]').length,
  /[\\u202e\\u200b]/.test(document.body.innerText),
]`;

const FOUR_MIB = 4 * 1_024 * 1_024;

/** What a page holds that it may not, in each width, and how many pixels of it are beyond the edge. */
async function lookAtBoth(page: Page, address: string): Promise<unknown[][]> {
  await page.goto(address);
  await page.locator('h1').waitFor();
  await page.waitForLoadState('networkidle');
  const results: unknown[][] = [];
  for (const width of [1_280, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await page.evaluate(DRAWN);
    results.push([address, width, await page.evaluate(BROKEN_OUT), await pixelsBeyondTheEdge(page)]);
  }
  return results;
}

/** Texts from outside that mean harm, or are much too long. */
export function describeHostileTexts(stage: Stage): void {
  const { system, receiver, pages } = stage;

  describe('texts from outside', () => {
    it('are shown as text, however long, and break no page in either width', async () => {
      const tenant = await system.createTenant();
      await system.operator.patch(`/v1/tenants/${tenant.id}`, { name: HOSTILE });
      const body = `${HOSTILE}${'<b>x</b>'.repeat(FOUR_MIB / 8)}`;
      receiver.respond(() => ({
        status: 200,
        headers: { 'content-type': 'text/html', 'x-note': '<b>x' },
        body,
      }));
      const webhook = await tenant.createWebhook({
        url: `${receiver.url}/${encodeURIComponent(HOSTILE)}/${'long'.repeat(400)}`,
        name: `${HOSTILE}${'w'.repeat(100)}`,
        headers: { 'X-Note': `<script>window.hit=1</script>${'v'.repeat(2_000)}` },
      });
      const subject = `${HOSTILE}${'s'.repeat(400)}`;
      const data = workflowData({ context: { note: HOSTILE, long: 'x'.repeat(FOUR_MIB - 8_192) } });
      await system.upstream.publish([
        workflowEvent(tenant.id, { subject, data }),
        workflowEvent(tenant.id, { subject, source: HOSTILE, data: { [HOSTILE]: 1 } }),
      ]);
      const [invocation] = await untilDelivered(tenant.api, 1);
      const rejected = await tenant.api.get<{ data: { id: string }[] }>('/v1/rejected-events');

      const page = await pages.enter(tenant);
      const results: unknown[][] = [];
      for (const path of [
        ...['', 'webhooks', `webhooks/${webhook.id}`, `webhooks/${webhook.id}/edit`],
        ...['invocations', `invocations/${invocation?.id}`, 'events', `events/${invocation?.eventUid}`],
        ...['rejected', `rejected/${rejected.body.data[0]?.id}`, 'audit'],
        `find?subject=${encodeURIComponent(HOSTILE.repeat(2))}`,
      ]) {
        results.push(...(await lookAtBoth(page, sandboxPage(stage, tenant, path))));
      }
      await system.operator.post(`/v1/tenants/${tenant.id}/api-keys`, {
        environment: 'sandbox',
        name: `${HOSTILE}${'k'.repeat(100)}`,
      });
      const operator = await pages.signIn(system.adminKey);
      await operator.getByRole('heading', { name: 'Overview' }).waitFor();
      for (const path of ['tenants', `tenants/${tenant.id}`])
        results.push(...(await lookAtBoth(operator, `${system.url}/${path}`)));
      expect(results).toEqual(
        results.map(([address, width]) => [address, width, ['nothing ran', 0, false], 0]),
      );
    });

    it('that are typed are refused with a reason when they are too long, and stay', async () => {
      const page = await pages.enter(await system.createTenant());
      await page.getByRole('link', { name: 'Webhooks', exact: true }).click();
      await page.getByRole('link', { name: 'New webhook' }).first().click();
      const name = page.getByLabel('Name', { exact: true });
      await name.fill('n'.repeat(FOUR_MIB));
      await page.getByRole('textbox', { name: 'URL' }).fill(receiver.url);
      await page.getByRole('button', { name: 'Create webhook' }).click();
      await page.getByText('This cannot be saved').waitFor();
      expect((await name.inputValue()).length).toBe(FOUR_MIB);
      expect(await pixelsBeyondTheEdge(page)).toBe(0);
    });
  });
}
