import type { WebhookHealth } from '@casewire/subscription-store';
import type { HealthView } from './webhook-schema.ts';

export function toHealthView(health: WebhookHealth): HealthView {
  return {
    state: health.state,
    failingSince: health.failingSince?.toISOString() ?? null,
    failuresInARow: health.failuresInARow,
    lastSuccessAt: health.lastSuccessAt?.toISOString() ?? null,
    lastFailureAt: health.lastFailureAt?.toISOString() ?? null,
    lastFailure: health.lastFailure,
    nextProbeAt: health.nextProbeAt?.toISOString() ?? null,
    averageMs: health.averageMs === null ? null : Math.round(health.averageMs),
  };
}
