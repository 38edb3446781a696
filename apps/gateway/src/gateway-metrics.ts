import type { Metrics } from '@casewire/observability';

export function createGatewayMetrics(metrics: Metrics) {
  return {
    requests: metrics.counter({
      name: 'casewire_gateway_requests_total',
      labels: {
        service: 'service that the request is for, in place of `gateway`',
        status: 'HTTP status of the answer',
      },
      unit: 'requests',
      meaning: 'Requests for a service that were passed on to it, or refused.',
      badValue:
        'A growing share with `status="503"`: that service, PostgreSQL or Kafka is away. With 500: a defect, which the log of that service shows.',
    }),
    authenticationFailures: metrics.counter({
      name: 'casewire_gateway_authentication_failures_total',
      labels: { reason: ['wrong-key', 'blocked'] },
      unit: 'requests',
      meaning:
        'Requests with a wrong key, and requests that were refused because their address had sent too many of them.',
      badValue: 'Many at once: somebody guesses keys, or a client goes on with a key that was revoked.',
    }),
  };
}

export type GatewayMetrics = ReturnType<typeof createGatewayMetrics>;
