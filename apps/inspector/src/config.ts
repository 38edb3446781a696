import { databaseVariables, keyRingVariables, publicUrlVariables, serviceVariables } from '@casewire/config';
import { z } from 'zod';

/** The environment variables of the inspector. */
export const configSchema = z.object({
  ...serviceVariables({ port: 3006 }),
  ...databaseVariables,
  ...publicUrlVariables,
  ...keyRingVariables,
});

export type Config = z.infer<typeof configSchema>;
