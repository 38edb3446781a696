import {
  databaseVariables,
  eventRetentionVariables,
  eventVariables,
  kafkaVariables,
  publicUrlVariables,
  rejectedRetentionVariables,
  serviceVariables,
  variable,
} from '@casewire/config';
import { z } from 'zod';
import { parseUpstreamTopics } from './upstream-topics.ts';

/** The environment variables of ingestion. */
export const configSchema = z.object({
  ...serviceVariables({ port: 3001 }),
  ...databaseVariables,
  ...kafkaVariables,
  ...eventVariables,
  ...publicUrlVariables,
  ...eventRetentionVariables,
  ...rejectedRetentionVariables,
  CASEWIRE_UPSTREAM_TOPICS: variable({
    accepts: 'topic names by comma, each optionally followed by `=tenant/environment`',
    parse: parseUpstreamTopics,
    description:
      'Topics that upstream writes events to besides `events.v1`. Events of a bound topic belong to that tenant and environment, and are rejected if they name others.',
    default: '',
    example: 'kyc.events,kyb.events=acme/production',
  }),
});

export type Config = z.infer<typeof configSchema>;
