import { defaultRetry, defaultTimeoutMs } from '../delivery-defaults.ts';
import type { Family } from '../family.ts';
import { eventTypes } from './catalogue.ts';
import { render } from './render.ts';

/** Dataspike verifications: https://docs.dataspike.io/webhooks */
export const family: Family = {
  name: 'dataspike',
  eventTypes,
  levels: { runtime: 'applicant_id', subject: 'applicant_id' },
  defaults: {
    signing: { scheme: 'timestamped-hex', header: 'X-Webhook-Signature', keyEncoding: 'hex' },
    success: '200',
    timeoutMs: defaultTimeoutMs,
    retry: defaultRetry,
  },
  dataAt: '/payload',
  render,
};
