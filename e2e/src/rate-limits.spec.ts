import { eventually } from '@casewire/testing';
import { useReceiver } from '@casewire/testing/fixtures';
import { describe, expect, it } from '@jest/globals';
import { workflowEvent } from './support/events.ts';
import { readHistory, untilDelivered } from './support/ledger.ts';
import { useSystem } from './support/use-system.ts';

const PER_SECOND = 5;
const EVENTS = 60;
const WINDOW_SECONDS = 5;

/** What cannot start within half a second goes to the ledger. */
const system = useSystem({ CASEWIRE_DELIVERY_MAX_WAIT_MS: '1000' }, 'each');
const receiver = useReceiver();

/** The most of these instants that lie within a window. */
function mostWithin(instants: readonly number[], windowMs: number): number {
  const sorted = instants.toSorted((a, b) => a - b);
  return Math.max(...sorted.map((from) => sorted.filter((at) => at >= from && at < from + windowMs).length));
}

describe('a webhook that has a rate', () => {
  it('gets a burst at its rate, also when the process that has it dies, and what waits says why', async () => {
    const tenant = await system.createTenant();
    await tenant.createWebhook({ url: receiver.url, rateLimitPerSecond: PER_SECOND });
    await system.upstream.publish(Array.from({ length: EVENTS }, () => workflowEvent(tenant.id)));
    const [{ id } = { id: '' }] = await eventually(async () => {
      const waiting = await readHistory(tenant.api, { status: 'pending' });
      const limited = waiting.filter(({ reason }) => reason === 'rate-limited');
      if (limited.length < EVENTS / 2) throw new Error(`${limited.length} deliveries wait for the rate`);
      return limited.toReversed();
    });
    expect((await tenant.api.get<{ why: string }>(`/v1/invocations/${id}`)).body.why).toMatch(
      /^it waits: Its webhook's limit of deliveries per second lets it start later; next at .* UTC$/,
    );
    await receiver.waitForCount(EVENTS / 4);
    await system.processOf('delivery').kill();
    await system.restart('delivery');

    const invocations = await untilDelivered(tenant.api, EVENTS);
    const starts = invocations.map(({ lastAttemptAt }) => Date.parse(lastAttemptAt ?? ''));
    // The rate, and the starts that a bucket saves up.
    expect(mostWithin(starts, WINDOW_SECONDS * 1000)).toBeLessThanOrEqual(
      (WINDOW_SECONDS + 1) * PER_SECOND + 1,
    );
  });
});
