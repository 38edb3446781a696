import { eventually } from '@casewire/testing';
import { describe, expect, it } from '@jest/globals';
import { workflowEvent } from '../support/events.ts';
import { deliver, follow, sandboxPage, type Stage } from './stage.ts';

/** More than one page of the API. */
const MANY = 230;

const MOST_ROWS = 100;

/** Runs in a page: the row that has the focus, by its number among the headings and rows, its event, and where it stands. */
const FOCUSED = `(() => {
  const row = document.activeElement;
  return [row.getAttribute('aria-rowindex'), row.querySelector('td:nth-child(3)')?.textContent, row.getBoundingClientRect().top];
})()`;

/** How lists are read. */
export function describeLists(stage: Stage): void {
  const { system, receiver, pages } = stage;

  describe('a list', () => {
    it('is read by keys to its end and back, few rows at a time, and nothing moves when there is more', async () => {
      const tenant = await system.createTenant();
      await tenant.createWebhook({ url: receiver.url, name: 'Customer portal' });
      await deliver(stage, tenant, MANY);
      const page = await pages.enter(tenant);
      await follow(page, 'Invocations');
      // The page before it has rows too.
      await page.getByRole('row').nth(1).focus();
      await eventually(
        async () => {
          await page.keyboard.press('End');
          expect(await page.locator('tr.record').count()).toBeLessThanOrEqual(MOST_ROWS);
          expect(await page.evaluate(FOCUSED)).toContain(String(MANY + 1));
        },
        { intervalMs: 50 },
      );

      const before = await page.evaluate(FOCUSED);
      await system.upstream.publish([workflowEvent(tenant.id, { subject: 'case-new' })]);
      const newer = page.getByRole('button', { name: '1 new one' });
      await newer.waitFor();
      expect(await page.evaluate(FOCUSED)).toEqual(before);
      await newer.click();
      await page.getByRole('row').nth(1).filter({ hasText: 'case-new' }).waitFor();

      await page.setViewportSize({ width: 390, height: 900 });
      await eventually(async () => {
        const heading = await page.getByRole('columnheader', { name: 'Event' }).boundingBox();
        expect(heading?.width).toBeGreaterThan(200);
      });

      await page.getByRole('row').nth(1).focus();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('k');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1 }).filter({ hasText: 'workflow.completed' }).waitFor();
      await page.getByText('case-new').first().waitFor();
    });

    it('shows times in UTC or in the zone of the reader, by its address, and copies them in UTC', async () => {
      const tenant = await system.createTenant();
      await tenant.createWebhook({ url: receiver.url, name: 'Customer portal' });
      await deliver(stage, tenant, 1);
      const page = await pages.enter(tenant);
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await page.goto(sandboxPage(stage, tenant, 'invocations'));
      const time = page.locator('tr.record time').first();
      const [inUtc, instant] = [await time.textContent(), await time.getAttribute('datetime')];
      const zone = page.getByRole('combobox', { name: 'Time zone' }).filter({ visible: true });
      expect(await zone.inputValue()).toBe('UTC');
      await zone.click();
      await page.getByRole('option', { name: 'Local (UTC+05:30)' }).click();
      expect(new URL(page.url()).searchParams.get('time')).toBe('local');
      expect(await time.textContent()).not.toBe(inUtc);
      expect(await time.getAttribute('title')).toContain('UTC+05:30');

      await page.getByRole('row').nth(1).click();
      await page.getByRole('heading', { level: 1 }).filter({ hasText: 'workflow.completed' }).waitFor();
      expect(new URL(page.url()).searchParams.get('time')).toBe('local');
      await page.locator(`time[datetime="${instant}"]`).first().selectText();
      await page.keyboard.press('Control+c');
      expect(await page.evaluate('navigator.clipboard.readText()')).toBe(instant);
      await page.setViewportSize({ width: 390, height: 900 });
      await page.getByText('Sandbox · Local (UTC+05:30)').waitFor();
      await page.getByRole('button', { name: 'Session' }).click();
      await page.getByRole('menuitemradio', { name: 'UTC', exact: true }).click();
      await page.getByText('Sandbox · UTC').waitFor();
      expect(new URL(page.url()).searchParams.get('time')).toBeNull();
    });
  });
}
