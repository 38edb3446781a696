import {
  databaseVariables,
  days,
  eventRetentionVariables,
  eventVariables,
  kafkaVariables,
  publicUrlVariables,
  outcomeVariables,
  serviceVariables,
  variable,
} from '@casewire/config';
import { z } from 'zod';

/** The environment variables of matching. */
export const configSchema = z.object({
  ...serviceVariables({ port: 3003 }),
  ...databaseVariables,
  ...kafkaVariables,
  ...eventVariables,
  ...publicUrlVariables,
  ...outcomeVariables,
  ...eventRetentionVariables,
  CASEWIRE_RUN_RETENTION_DAYS: variable({
    ...days({ min: 31, max: 3_650 }),
    description:
      'How long the last state of a workflow run is remembered after an event told it. If a run rests for longer, its next state counts as entered.',
    default: '400',
  }),
});

export type Config = z.infer<typeof configSchema>;
