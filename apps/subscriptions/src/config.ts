import {
  cidr,
  databaseVariables,
  days,
  eventRetentionVariables,
  eventVariables,
  historyRetentionVariables,
  kafkaVariables,
  publicUrlVariables,
  keyRingVariables,
  list,
  rejectedRetentionVariables,
  seconds,
  serviceUrl,
  serviceVariables,
  targetVariables,
  variable,
} from '@casewire/config';
import { z } from 'zod';

/** The environment variables of subscriptions. */
export const configSchema = z.object({
  ...serviceVariables({ port: 3002 }),
  ...databaseVariables,
  ...kafkaVariables,
  ...eventVariables,
  ...eventRetentionVariables,
  ...historyRetentionVariables,
  ...rejectedRetentionVariables,
  ...publicUrlVariables,
  ...keyRingVariables,
  ...targetVariables,
  CASEWIRE_EGRESS_ADDRESSES: variable({
    accepts: `\`none\`, or ${list(cidr).accepts}`,
    parse: (value) => (value === 'none' ? [] : list(cidr).parse(value)),
    description:
      'The public addresses that deliveries come from, those of the proxy if there is one. `GET /v1/egress` shows them to customers, for their firewalls.',
    default: 'none',
    example: '203.0.113.8/32,2001:db8:7::/64',
  }),
  CASEWIRE_DATA_URL_SECONDS: variable({
    ...seconds({ min: 1, max: 31_536_000 }),
    description:
      'How long the address in a delivery of the format `thin` is good: after the event was accepted, and after the last attempt to deliver it. It is never good for longer than the event is kept (`CASEWIRE_EVENT_RETENTION_DAYS`).',
    default: '86400',
  }),
  CASEWIRE_AUDIT_RETENTION_DAYS: variable({
    ...days({ min: 30, max: 3650 }),
    description:
      'How long entries of the audit are kept. The database lets nobody delete younger ones than 30 days.',
    default: '400',
  }),
  CASEWIRE_INGESTION_URL: serviceUrl('ingestion', 3001),
  CASEWIRE_DELIVERY_URL: serviceUrl('delivery', 3004),
});

export type Config = z.infer<typeof configSchema>;
