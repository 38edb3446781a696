import {
  databaseVariables,
  eventVariables,
  kafkaVariables,
  keyRingVariables,
  serviceUrl,
  serviceVariables,
  targetVariables,
} from '@casewire/config';
import { z } from 'zod';

/** The environment variables of subscriptions. */
export const configSchema = z.object({
  ...serviceVariables({ port: 3002 }),
  ...databaseVariables,
  ...kafkaVariables,
  ...eventVariables,
  ...keyRingVariables,
  ...targetVariables,
  CASEWIRE_INGESTION_URL: serviceUrl('ingestion', 3001),
  CASEWIRE_DELIVERY_URL: serviceUrl('delivery', 3004),
});

export type Config = z.infer<typeof configSchema>;
