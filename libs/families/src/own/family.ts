import { defaultRetry, defaultTimeoutMs } from '../delivery-defaults.ts';
import type { Family } from '../family.ts';
import { renderStandard, standardDataAt } from '../formats/standard.ts';

/** Event types that a tenant registered: no documented system behind them, so they follow Standard Webhooks. */
export const family: Family = {
  name: 'own',
  eventTypes: [],
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
