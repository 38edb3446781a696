import {
  databaseVariables,
  days,
  deliveryVariables,
  eventRetentionVariables,
  eventVariables,
  kafkaVariables,
  outcomeVariables,
  seconds,
  serviceVariables,
  variable,
} from '@casewire/config';
import { z } from 'zod';

/** The environment variables of history. */
export const configSchema = z.object({
  ...serviceVariables({ port: 3005 }),
  ...databaseVariables,
  ...kafkaVariables,
  ...eventVariables,
  ...eventRetentionVariables,
  ...outcomeVariables,
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
  CASEWIRE_RELEASE_LEASE_SECONDS: variable({
    ...seconds({ min: 45, max: 3600 }),
    description:
      'How long a process may take to produce the releases that it leased from the schedule. After that, another process produces them. It begins anew while a broker may have a release and does not answer. Longer than the produce deadline of 30 s.',
    default: '60',
  }),
});

export type Config = z.infer<typeof configSchema>;
