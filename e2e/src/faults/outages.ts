import { setTimeout as delay } from 'node:timers/promises';
import { webhookOf, type CustomerWebhook } from './customer-webhook.ts';
import type { Diary } from './diary.ts';
import type { Outage } from './kinds.ts';
import type { Receivers } from './receivers.ts';
import type { Break } from './timeline.ts';

/** The first probe goes out after a second, the others later than that: see `serviceSettings` in `run-faults.ts`. */
const PROBES_PER_SECOND = 1;

/** How often customers look at their webhooks. */
const LOOK_MS = 300;

/** Probes that a customer cancels in one outage, and how often. A silent receiver keeps a probe for the timeout. */
const MOST_CANCELLED = 4;
const CANCEL_EVERY_MS = 1_500;

/** Outages of the receivers of managed tenants. */
export function outageActors(
  receivers: Receivers,
  webhooks: readonly CustomerWebhook[],
  diary: Diary,
): Record<Outage | 'cancelled probes', Break> {
  const outage =
    (kind: Outage, customer: { expectsProbesAlone?: boolean; cancelsProbes?: boolean }): Break =>
    (target) => {
      const webhook = webhookOf(webhooks, target);
      const ended = new AbortController();
      receivers.leave(target, kind);
      const watching = watchBreaker(webhook, ended.signal);
      const cancelling = customer.cancelsProbes && cancelProbes(webhook, ended.signal, diary);
      return Promise.resolve(async () => {
        const until = Date.now();
        ended.abort();
        receivers.leave(target, undefined);
        const [{ openFrom, isOpen }] = await Promise.all([watching, cancelling]);
        diary.outages.push({ stream: target, wasOpen: isOpen });
        const restraint = { why: 'unavailable', perSecond: PROBES_PER_SECOND } as const;
        if (customer.expectsProbesAlone && openFrom !== undefined)
          diary.restraints.push({ stream: target, ...restraint, from: openFrom, until });
      });
    };
  const fully = (kind: Outage): Break => outage(kind, { expectsProbesAlone: true });
  return {
    overloaded: fully('overloaded'),
    'asks to wait': fully('asks to wait'),
    unreachable: fully('unreachable'),
    silent: fully('silent'),
    // A probe may succeed, and then the breaker closes for a while.
    'half overloaded': outage('half overloaded', {}),
    // After a cancelled probe, another one follows at once.
    'cancelled probes': outage('silent', { cancelsProbes: true }),
  };
}

/**
 * Looks until the signal is aborted. What was open before the outage may close in the middle of it, when history learns of
 * a probe that has succeeded earlier; what opens during the outage stays open.
 */
async function watchBreaker(
  webhook: CustomerWebhook,
  signal: AbortSignal,
): Promise<{ readonly openFrom: number | undefined; readonly isOpen: boolean }> {
  let openFrom: number | undefined;
  let hasBeenClosed = false;
  let isOpen = false;
  while (!isOver(signal)) {
    const state = await webhook.askHealth();
    if (state !== undefined && !isOver(signal)) {
      isOpen = state === 'unavailable';
      hasBeenClosed ||= !isOpen;
      if (isOpen && hasBeenClosed) openFrom ??= Date.now();
    }
    await pause(LOOK_MS, signal);
  }
  return { openFrom, isOpen };
}

/** Cancels the oldest invocation that is on its way while all others are held: that is the probe. */
async function cancelProbes(webhook: CustomerWebhook, signal: AbortSignal, diary: Diary): Promise<void> {
  for (let left = MOST_CANCELLED; left > 0 && !signal.aborted;) {
    await pause(CANCEL_EVERY_MS, signal);
    if ((await webhook.askHealth()) !== 'unavailable') continue;
    const probe = (await webhook.askOldest('retrying')) ?? (await webhook.askOldest('pending'));
    if (probe === undefined || isOver(signal)) continue;
    const { id, eventId } = probe;
    diary.cancelled.push({ stream: webhook.stream.name, id, eventId });
    await webhook.askToCancel(id);
    left -= 1;
  }
}

/** Asked anew each time: it changes while somebody waits. */
function isOver(signal: AbortSignal): boolean {
  return signal.aborted;
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}
