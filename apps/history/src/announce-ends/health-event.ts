import { CASEWIRE_TYPE_PREFIX } from '@casewire/events';
import type { HealthEffect } from '@casewire/invocation-state';
import { instant, type AnnouncedChange } from '@casewire/invocation-ledger';
import { SOURCE, type CasewireEvent } from './casewire-event.ts';

const announced: readonly string[] = ['failing', 'paused', 'recovered'] satisfies HealthEffect[];

/**
 * The event about a change of a webhook's health; undefined for what its breaker does. Its id names the attempt that has
 * shown the change: announced twice, it is the same event.
 */
export function toHealthEvent(change: AnnouncedChange): CasewireEvent | undefined {
  const { webhookId, effect, attemptId, content, changedAt } = change;
  if (!announced.includes(effect)) return undefined;
  return {
    attributes: {
      id: `${attemptId}.${effect}`,
      source: SOURCE,
      type: `${CASEWIRE_TYPE_PREFIX}webhook.${effect}`,
      time: instant(changedAt),
      tenantid: content.tenantId,
      environment: content.environment,
      subject: webhookId,
    },
    data: JSON.stringify(dataOf(change)),
  };
}

/** As the schema of the family `casewire` describes it. */
function dataOf({ webhookId, before, after }: AnnouncedChange): object {
  const { failureRun, lastFailure, lastSuccessAt } = after;
  const failing = after.failing ?? before.failing;
  return {
    webhookId,
    failingSince: instant(failing?.since ?? null),
    failuresInARow: failureRun?.count ?? 0,
    lastFailure: lastFailure?.class ?? null,
    lastFailureAt: instant(lastFailure?.at ?? null),
    lastSuccessAt: instant(lastSuccessAt),
  };
}
