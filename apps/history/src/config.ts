import {
  databaseVariables,
  deliveryVariables,
  eventRetentionVariables,
  eventVariables,
  historyRetentionVariables,
  kafkaVariables,
  outcomeVariables,
  publicUrlVariables,
  seconds,
  serviceUrl,
  serviceVariables,
  variable,
  wholeNumber,
} from '@casewire/config';
import { dataUrls } from '@casewire/events';
import type { BreakerLimits, HealthLimits } from '@casewire/invocation-state';
import type { BeginningSettings } from '@casewire/payloads';
import { limits } from '@casewire/webhook-settings';
import { z } from 'zod';
import type { Retention } from './search/searcher.ts';

/** The environment variables of history. */
export const configSchema = z.object({
  ...serviceVariables({ port: 3005 }),
  ...databaseVariables,
  ...kafkaVariables,
  ...eventVariables,
  ...eventRetentionVariables,
  ...historyRetentionVariables,
  ...outcomeVariables,
  ...publicUrlVariables,
  ...deliveryVariables,
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
  CASEWIRE_BREAKER_FAILURES: variable({
    ...wholeNumber({ min: 2, max: 1_000 }),
    description:
      "A webhook's breaker opens after so many failures in a row that say that its receiver is overloaded or gone: no answer, 408, 425, 429 or 5xx.",
    default: '10',
  }),
  CASEWIRE_BREAKER_PERCENT: variable({
    ...wholeNumber({ min: 1, max: 100 }),
    description:
      'It opens too when this share of its attempts has failed so within `CASEWIRE_BREAKER_WINDOW_SECONDS`, of at least `CASEWIRE_BREAKER_ATTEMPTS`.',
    default: '50',
  }),
  CASEWIRE_BREAKER_ATTEMPTS: variable({
    ...wholeNumber({ min: 2, max: 10_000 }),
    description: 'Attempts of which a share is judged.',
    default: '20',
  }),
  CASEWIRE_BREAKER_WINDOW_SECONDS: variable({
    ...seconds({ min: 10, max: 3_600 }),
    description: 'How long attempts are counted from such a failure on.',
    default: '60',
  }),
  CASEWIRE_PROBE_FIRST_SECONDS: variable({
    ...seconds({ min: 1, max: 3_600 }),
    description: 'The first probe goes out so long after the opening, each later one after twice the time.',
    default: '5',
  }),
  CASEWIRE_PROBE_LONGEST_SECONDS: variable({
    ...seconds({ min: 1, max: 86_400 }),
    description: 'The longest time between two probes.',
    default: '300',
  }),
  CASEWIRE_RETRY_AFTER_LONGEST_SECONDS: variable({
    ...seconds({ min: 1, max: 86_400 }),
    description: 'The longest time for which a receiver holds its whole webhook by `Retry-After`.',
    default: '3600',
  }),
  CASEWIRE_RELEASE_LEASE_SECONDS: variable({
    ...seconds({ min: 45, max: 3600 }),
    description:
      'How long a process may take to produce the releases that it leased from the schedule. After that, another process produces them. It begins anew while a broker may have a release and does not answer. Longer than the produce deadline of 30 s.',
    default: '60',
  }),
  CASEWIRE_DELIVERY_URL: serviceUrl('delivery', 3004),
});

export type Config = z.infer<typeof configSchema>;

/** When breakers open, and when probes go out. */
export function breakerLimitsOf(config: Config): BreakerLimits {
  return {
    failuresInRow: config.CASEWIRE_BREAKER_FAILURES,
    percent: config.CASEWIRE_BREAKER_PERCENT,
    attempts: config.CASEWIRE_BREAKER_ATTEMPTS,
    windowMs: config.CASEWIRE_BREAKER_WINDOW_SECONDS * 1000,
    firstProbeMs: config.CASEWIRE_PROBE_FIRST_SECONDS * 1000,
    longestProbeMs: config.CASEWIRE_PROBE_LONGEST_SECONDS * 1000,
    probeWaitMs: limits.timeoutMs + config.CASEWIRE_RELEASE_LEASE_SECONDS * 1000,
    longestRetryAfterMs: config.CASEWIRE_RETRY_AFTER_LONGEST_SECONDS * 1000,
    fullWidth: config.CASEWIRE_DELIVERY_CONCURRENCY_PER_WEBHOOK,
  };
}

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

/** How invocations begin that history adds. @param sizes what topics take */
export function beginningSettings(
  config: Config,
  { maxBodyBytes }: Pick<BeginningSettings, 'maxBodyBytes'>,
): BeginningSettings {
  return {
    maxBodyBytes,
    dataUrlOf: dataUrls(config.CASEWIRE_PUBLIC_URL, config.CASEWIRE_INTERNAL_KEY),
    carriesAcceptedKey: config.CASEWIRE_OUTCOMES,
  };
}

/** How long things are kept, in days. */
export function retentionOf(config: Config): Retention {
  return {
    invocations: config.CASEWIRE_HISTORY_RETENTION_DAYS,
    events: config.CASEWIRE_EVENT_RETENTION_DAYS,
  };
}
