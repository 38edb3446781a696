import { defaultRetry, defaultTimeoutMs } from '../delivery-defaults.ts';
import type { Family } from '../family.ts';
import { eventTypes } from './catalogue.ts';
import { render, settings } from './render.ts';

/** atfinity cases: https://docs.atfinity.io/api/webhooks */
export const family: Family = {
  name: 'atfinity',
  eventTypes,
  levels: { definition: 'process_key', runtime: 'case_id', subject: 'case_id' },
  defaults: {
    signing: { scheme: 'none' },
    success: '2xx',
    timeoutMs: defaultTimeoutMs,
    retry: defaultRetry,
  },
  settings,
  states: {
    types: ['case_state_changed'],
    state: 'current_state_key',
    previousState: 'previous_state_key',
  },
  render,
};
