import { describe, expect, it } from '@jest/globals';
import { MAX_QUERY_STEPS } from '@casewire/jmespath';
import { dataUrlOf } from '@casewire/testing';
import { event, expensive, mappings, webhook } from './decide-payloads.fixture.ts';
import { decidePayloads, meteredTogether, type ListeningWebhook, type Metered } from './decide-payloads.ts';
import { EventContent } from './event-content.ts';

describe('the queries of one event', () => {
  const filter = `length(${expensive}) > \`0\``;
  const id = (number: number) => String(number).padStart(4, '0');
  const costly = Array.from({ length: 30 }, (_, number) => ({ ...webhook, webhookId: id(number), filter }));
  const usual = Array.from({ length: 30 }, (_, number) => ({
    ...webhook,
    webhookId: id(100 + number),
    filter: "data.state == 'calculate_risk'",
    ...mappings('{id: entity.id}'),
  }));
  const fair = { ...webhook, webhookId: id(200), ...mappings('expensive[*].[@]') };

  async function outcomes(webhooks: readonly ListeningWebhook[]) {
    const decisions = await decidePayloads(new EventContent(event), webhooks, 'additive', dataUrlOf);
    return decisions.map(({ webhook: { webhookId }, payload }) => [
      webhookId,
      payload.kind === 'failed' ? payload.reason : payload.kind,
    ]);
  }

  it('share a budget: costly ones leave less to each other, and enough to usual ones', async () => {
    expect(await outcomes([fair])).toEqual([[fair.webhookId, 'rendered']]);
    expect(await outcomes([...costly, ...usual, fair])).toEqual([
      ...costly.map(({ webhookId }) => [webhookId, 'filter-too-expensive']),
      ...usual.map(({ webhookId }) => [webhookId, 'rendered']),
      [fair.webhookId, 'transform-too-expensive'],
    ]);
  });

  it('end the same way whatever the order of the webhooks', async () => {
    const found = [...costly, ...usual, fair];
    expect(await outcomes(found.toReversed())).toEqual(await outcomes(found));
  });
});

describe('the queries of a tenant on a batch of events', () => {
  const filter = `length(${expensive}) > \`0\``;
  const usual = { ...webhook, filter: "data.state == 'calculate_risk'", ...mappings('{id: entity.id}') };
  const costly = { ...webhook, filter };
  const fair = { ...webhook, ...mappings('expensive[*].[@]') };

  async function outcome(one: ListeningWebhook, within: Metered): Promise<string | undefined> {
    const [decision] = await decidePayloads(new EventContent(event), [one], 'additive', dataUrlOf, within);
    return decision?.payload.kind === 'failed' ? decision.payload.reason : decision?.payload.kind;
  }

  it('take some full budgets together, after which costly ones fail and usual ones do not', async () => {
    const within = meteredTogether();
    expect(await outcome(fair, within)).toBe('rendered');
    for (let number = 0; number < 200; number++) {
      expect(await outcome(costly, within)).toBe('filter-too-expensive');
    }
    expect(within.steps.spent).toBeLessThan(20 * MAX_QUERY_STEPS);
    expect(await outcome(fair, within)).toBe('transform-too-expensive');
    expect(await outcome(usual, within)).toBe('rendered');
  });

  it('leave those of other tenants as they are', async () => {
    const [hostile, other] = [meteredTogether(), meteredTogether()];
    for (let number = 0; number < 20; number++) await outcome(costly, hostile);
    expect([await outcome(fair, hostile), await outcome(fair, other)]).toEqual([
      'transform-too-expensive',
      'rendered',
    ]);
  });

  it('that were stored before a limit which they exceed are failures that their owner sees', async () => {
    const large = `[${Array<string>(5_000).fill('a').join(',')}]`;
    expect(await outcome({ ...webhook, filter: large }, meteredTogether())).toBe('filter-too-expensive');
    expect(await outcome({ ...webhook, ...mappings(large) }, meteredTogether())).toBe(
      'transform-too-expensive',
    );
  });

  it('pay for being compiled, so that no tenant has thousands of large ones compiled in each batch', async () => {
    const within = meteredTogether();
    const large = (number: number) => `[${Array<string>(2_500).fill(`k${number}`).join(',')}]`;
    for (let number = 0; number < 100; number++) {
      await outcome({ ...webhook, ...mappings(large(number)) }, within);
    }
    expect(within.steps.isUsedUp).toBe(true);
    expect(await outcome({ ...webhook, ...mappings(large(100)) }, within)).toBe('transform-too-expensive');
    expect(await outcome({ ...webhook, ...mappings(large(100)) }, meteredTogether())).toBe('rendered');
  });
});
