import type { Counter, Metrics } from '@casewire/observability';

export interface GatewayMetrics {
  readonly requests: Counter<'service' | 'status'>;
  readonly authenticationFailures: Counter<'reason'>;
}

export function createGatewayMetrics(metrics: Metrics): GatewayMetrics {
  return {
    requests: metrics.counter(
      'casewire_gateway_requests_total',
      'Requests passed on or refused, by the service they are for.',
      ['service', 'status'],
    ),
    authenticationFailures: metrics.counter(
      'casewire_gateway_authentication_failures_total',
      'Requests with a wrong key, and those refused because of too many of them.',
      ['reason'],
    ),
  };
}
