import type { Metrics } from '@casewire/observability';

export function createSubscriptionsMetrics(metrics: Metrics) {
  return {
    runCommands: metrics.counter({
      name: 'casewire_run_commands_total',
      labels: { outcome: ['sent', 'failed'] },
      unit: 'commands',
      meaning:
        'Commands to run a workflow: `sent` to Kafka and acknowledged, or `failed` to be, in which case they are tried again after a pause.',
      badValue:
        '`failed` growing: Kafka is away or refuses them, and runs that were promised have not begun.',
    }),
  };
}

export type SubscriptionsMetrics = ReturnType<typeof createSubscriptionsMetrics>;
