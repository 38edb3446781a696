import {
  databaseVariables,
  eventVariables,
  kafkaVariables,
  keyRingVariables,
  serviceVariables,
  targetVariables,
} from '@casewire/config';
import { z } from 'zod';

/** What subscriptions reads from the environment. */
export const configSchema = z.object({
  ...serviceVariables({ port: 3002 }),
  ...databaseVariables,
  ...kafkaVariables,
  ...eventVariables,
  ...keyRingVariables,
  ...targetVariables,
});

export type Config = z.infer<typeof configSchema>;
