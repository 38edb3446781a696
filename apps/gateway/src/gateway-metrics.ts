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
        'A growing share with `status="503"`: that service, PostgreSQL or Kafka is away, or a key has more requests open than its share. With 408: clients send bodies too slowly. With 500: a defect, which the log of that service shows.',
    }),
    authenticationFailures: metrics.counter({
      name: 'casewire_gateway_authentication_failures_total',
      labels: { reason: ['wrong-key', 'blocked'] },
      unit: 'requests',
      meaning: 'Requests with a wrong key: `blocked` if their address had sent too many of them before.',
      badValue: 'Many at once: somebody guesses keys, or a client goes on with a key that was revoked.',
    }),
  };
}

export type GatewayMetrics = ReturnType<typeof createGatewayMetrics>;
