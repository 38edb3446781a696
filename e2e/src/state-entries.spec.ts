import { describe, expect, it } from '@jest/globals';
import { useReceiver } from '@casewire/testing/fixtures';
import { workflowData, workflowEvent } from './support/events.ts';
import { untilDelivered } from './support/ledger.ts';
import { useSystem } from './support/use-system.ts';

const RUNS = 60;
const STEPS = 24;
const LISTED = ['review', 'approved'];
const KILL_AT_STEPS = [5, 11, 17];

const system = useSystem({}, 'each');
const receiver = useReceiver();

/** The state of a run after a step: each run its own walk, with many steps on the spot. */
function stateAt(run: number, step: number): string {
  const walk = ['draft', 'review', 'review', 'approved', 'approved', 'draft', 'review', 'approved', 'review'];
  return walk[(step + run * 7 + Math.floor(step / (2 + (run % 3)))) % walk.length] ?? '';
}

/** `run/step` of every entry into a listed state. */
function expectedEntries(): string[] {
  const entries: string[] = [];
  for (let run = 0; run < RUNS; run++) {
    for (let step = 0; step < STEPS; step++) {
      const state = stateAt(run, step);
      const isMove = step === 0 || state !== stateAt(run, step - 1);
      if (isMove && LISTED.includes(state)) entries.push(`${run}/${step}`);
    }
  }
  return entries.toSorted();
}

describe('SIGKILL of matching while runs change their states', () => {
  it('fires once for every entry into a listed state, and never while a run stays in it', async () => {
    const tenant = await system.createTenant();
    await tenant.createWebhook({
      url: receiver.url,
      stateNames: LISTED,
      request: { transform: { transformer: 'jmespath', mapping: 'step' } },
    });
    const restarts: Promise<unknown>[] = [];
    for (let step = 0; step < STEPS; step++) {
      await system.upstream.publish(
        Array.from({ length: RUNS }, (_, run) =>
          workflowEvent(tenant.id, {
            type: 'workflow.state.changed',
            data: workflowData({
              workflowRuntimeId: `run-${run}`,
              state: stateAt(run, step),
              context: { step: `${run}/${step}` },
            }),
          }),
        ),
      );
      if (!KILL_AT_STEPS.includes(step)) continue;
      await Promise.all(restarts);
      await receiver.waitForCount(step * 2);
      await system.processOf('matching').kill();
      restarts.push(system.restart('matching'));
    }
    await Promise.all(restarts);
    const expected = expectedEntries();
    await untilDelivered(tenant.api, expected.length);
    const webhookIds = Map.groupBy(receiver.requests, ({ body }) => body.toString());
    expect([...webhookIds.keys()].map((text) => String(JSON.parse(text))).toSorted()).toEqual(expected);
    for (const requests of webhookIds.values()) {
      expect(new Set(requests.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    }
    expect(expected.length).toBeLessThan(RUNS * STEPS);
  });
});
