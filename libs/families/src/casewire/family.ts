import { defaultRetry, defaultTimeoutMs } from '../delivery-defaults.ts';
import type { Family } from '../family.ts';
import { renderStandard, standardDataAt } from '../formats/standard.ts';
import { eventTypes } from './catalogue.ts';

/** Casewire's own events, about what becomes of deliveries. They follow Standard Webhooks. */
export const family: Family = {
  name: 'casewire',
  eventTypes,
  levels: {},
  defaults: {
    signing: { scheme: 'standard-webhooks' },
    success: '2xx',
    timeoutMs: defaultTimeoutMs,
    retry: defaultRetry,
  },
  dataAt: standardDataAt,
  render: renderStandard,
};
