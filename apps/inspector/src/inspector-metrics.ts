import type { Metrics } from '@casewire/observability';

export function createInspectorMetrics(metrics: Metrics) {
  return {
    requests: metrics.counter({
      name: 'casewire_inspector_requests_total',
      labels: { result: ['kept', 'stranger', 'unknown', 'busy'] },
      unit: 'requests',
      meaning:
        'Requests to inspectors: `kept`, `stranger` if delivery has not sent it, `unknown` where there is no such inspector any more, `busy` where too many were under way.',
      badValue:
        '`stranger` growing: somebody calls the service directly, or its `CASEWIRE_INTERNAL_KEY` is not that of delivery.',
    }),
  };
}

export type InspectorMetrics = ReturnType<typeof createInspectorMetrics>;
