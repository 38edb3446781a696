import { describe, expect, it } from '@jest/globals';
import { serviceNames, type ServiceName } from '@casewire/config';
import { type Receiver } from '@casewire/testing';
import { useReceiver } from '@casewire/testing/fixtures';
import { countReceipts, duplicatesSince, report } from './support/duplicates.ts';
import { untilDelivered } from './support/ledger.ts';
import { startLoad, type Load } from './support/upstream.ts';
import { useSystem } from './support/use-system.ts';

const PER_SECOND = 200;

/**
 * The most deliveries that one fault may repeat: a second of completions that were not committed yet, and the requests that
 * were under way. The partitions of a killed member are read again from the last commit.
 */
const WINDOW = 2 * PER_SECOND;

const system = useSystem({}, 'each');
const receiver = useReceiver();

/**
 * Waits until deliveries have caught up with the load, and then for two more seconds of load. A fault repeats the deliveries
 * since the last commit, and while a backlog is worked off, these are many times more than the window allows.
 */
async function untilSteady(load: Load): Promise<void> {
  const isCaughtUp = (requests: Receiver['requests']): boolean =>
    countReceipts(requests).distinct > load.published.length - PER_SECOND / 2;
  const restarted = load.published.length;
  await receiver.waitFor(
    (requests) => load.published.length > restarted + PER_SECOND && isCaughtUp(requests),
  );
  const caughtUp = load.published.length;
  await receiver.waitFor(
    (requests) => load.published.length > caughtUp + 2 * PER_SECOND && isCaughtUp(requests),
  );
}

/** Kills a service while events flow and starts it again a second of load later; answers when it was killed. */
async function killAndRestart(service: ServiceName, load: Load): Promise<number> {
  await untilSteady(load);
  const killedAt = Date.now();
  await system.processOf(service).kill();
  const published = load.published.length;
  await receiver.waitFor(() => load.published.length > published + PER_SECOND);
  await system.restart(service);
  return killedAt;
}

describe('SIGKILL of each service in turn, under 200 events a second', () => {
  it('loses no event, and repeats no more than the stated window', async () => {
    const tenant = await system.createTenant();
    await tenant.createWebhook({ url: receiver.url });
    const load = startLoad(system.upstream, {
      tenantId: tenant.id,
      perSecond: PER_SECOND,
      atMost: 300 * PER_SECOND,
    });
    const faults: { service: ServiceName; killedAt: number }[] = [];
    for (const service of serviceNames)
      faults.push({ service, killedAt: await killAndRestart(service, load) });
    const events = await load.stop();

    const invocations = await untilDelivered(tenant.api, events.length);
    expect(new Set(invocations.map(({ eventId }) => eventId))).toEqual(new Set(events));
    expect(countReceipts(receiver.requests).distinct).toBe(events.length);
    for (const [index, { service, killedAt }] of faults.entries()) {
      const duplicates = duplicatesSince(receiver.requests, killedAt, faults[index + 1]?.killedAt);
      report(`SIGKILL of ${service}`, duplicates);
      expect(duplicates).toBeLessThanOrEqual(WINDOW);
    }
  });
});
