import {
  databaseVariables,
  deliveryVariables,
  egressVariables,
  eventVariables,
  kafkaVariables,
  keyRingVariables,
  milliseconds,
  publicUrlVariables,
  serviceUrl,
  serviceVariables,
  targetVariables,
  variable,
} from '@casewire/config';
import { z } from 'zod';

/** What delivery reads from the environment. */
export const configSchema = z.object({
  ...serviceVariables({ port: 3004 }),
  ...databaseVariables,
  ...kafkaVariables,
  ...eventVariables,
  ...publicUrlVariables,
  ...keyRingVariables,
  ...targetVariables,
  ...egressVariables,
  ...deliveryVariables,
  CASEWIRE_INSPECTOR_URL: serviceUrl('inspector', 3006),
  CASEWIRE_DELIVERY_MAX_WAIT_MS: variable({
    ...milliseconds({ min: 100, max: 60_000 }),
    description:
      'How long a delivery may wait in the process for a free place; after that it is put off and shown as scheduled. Waiting here keeps nobody else waiting: a tenant has a share of the places, and of the memory.',
    default: '30000',
  }),
  CASEWIRE_DELIVERY_CONNECTION_MAX_AGE_MS: variable({
    ...milliseconds({ min: 100, max: 24 * 60 * 60 * 1000 }),
    description:
      'How long a connection to a receiver is used. After that its name is looked up again, its address is vetted, and its certificate is verified; what is under way is not cut short.',
    default: '60000',
  }),
});

export type Config = z.infer<typeof configSchema>;
