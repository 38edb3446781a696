import { databaseVariables } from '@casewire/config';
import { z } from 'zod';

export const configSchema = z.object({ DATABASE_URL: databaseVariables.DATABASE_URL });

export type Config = z.infer<typeof configSchema>;
