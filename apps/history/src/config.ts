import {
  databaseVariables,
  days,
  deliveryVariables,
  eventVariables,
  kafkaVariables,
  seconds,
  serviceVariables,
  variable,
  wholeNumber,
} from '@casewire/config';
import type { HealthLimits } from '@casewire/invocation-state';
import { z } from 'zod';

/** The environment variables of history. */
export const configSchema = z.object({
  ...serviceVariables({ port: 3005 }),
  ...databaseVariables,
  ...kafkaVariables,
  ...eventVariables,
  ...deliveryVariables,
  CASEWIRE_HISTORY_RETENTION_DAYS: variable({
    ...days({ min: 8, max: 3650 }),
    description:
      'How long invocations and their attempts are kept. Invocations that have not ended by then end as `failed: expired`.',
    default: '90',
  }),
  CASEWIRE_CUT_INTERVAL_SECONDS: variable({
    ...seconds({ min: 1, max: 86_400 }),
    description: 'How often the ledger looks for releases that were lost outside Casewire.',
    default: '30',
  }),
  CASEWIRE_FAILING_IN_A_ROW: variable({
    ...wholeNumber({ min: 2, max: 1_000 }),
    description: 'A webhook is failing after so many failures in a row.',
    default: '10',
  }),
  CASEWIRE_FAILING_PERCENT: variable({
    ...wholeNumber({ min: 1, max: 100 }),
    description:
      'A webhook is failing too when this share of its first attempts has failed within `CASEWIRE_FAILING_WINDOW_SECONDS`, of at least `CASEWIRE_FAILING_ATTEMPTS`. It has recovered after `CASEWIRE_FAILING_IN_A_ROW` successes in a row, or with the first one if nothing had succeeded.',
    default: '50',
  }),
  CASEWIRE_FAILING_ATTEMPTS: variable({
    ...wholeNumber({ min: 2, max: 10_000 }),
    description: 'First attempts of which a share is judged.',
    default: '20',
  }),
  CASEWIRE_FAILING_WINDOW_SECONDS: variable({
    ...seconds({ min: 10, max: 86_400 }),
    description: 'How long first attempts are counted from a failure on.',
    default: '600',
  }),
  CASEWIRE_PAUSE_AFTER_SECONDS: variable({
    ...seconds({ min: 60, max: 7_776_000 }),
    description: 'Casewire pauses a webhook after nothing but failures for so long.',
    default: '432000',
  }),
  CASEWIRE_RELEASE_LEASE_SECONDS: variable({
    ...seconds({ min: 45, max: 3600 }),
    description:
      'How long a process may take to produce the releases that it leased from the schedule. After that, another process produces them. It begins anew while a broker may have a release and does not answer. Longer than the produce deadline of 30 s.',
    default: '60',
  }),
});

export type Config = z.infer<typeof configSchema>;

/** From which numbers on webhooks are failing, or paused. */
export function healthLimitsOf(config: Config): HealthLimits {
  return {
    failuresInRow: config.CASEWIRE_FAILING_IN_A_ROW,
    failingPercent: config.CASEWIRE_FAILING_PERCENT,
    failingAttempts: config.CASEWIRE_FAILING_ATTEMPTS,
    windowMs: config.CASEWIRE_FAILING_WINDOW_SECONDS * 1000,
    successesInRow: config.CASEWIRE_FAILING_IN_A_ROW,
    pauseAfterMs: config.CASEWIRE_PAUSE_AFTER_SECONDS * 1000,
  };
}
