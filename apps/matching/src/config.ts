import { databaseVariables, eventVariables, kafkaVariables, serviceVariables } from '@casewire/config';
import { z } from 'zod';

/** What matching reads from the environment. */
export const configSchema = z.object({
  ...serviceVariables({ port: 3003 }),
  ...databaseVariables,
  ...kafkaVariables,
  ...eventVariables,
});

export type Config = z.infer<typeof configSchema>;
