import { defaultTimeoutMs, MINUTE } from '../delivery-defaults.ts';
import type { Family } from '../family.ts';
import { eventTypes } from './catalogue.ts';
import { options, render } from './render.ts';

/** IDWise journeys: https://docs.idwise.com/docs/webhooks-overview */
export const family: Family = {
  name: 'idwise',
  eventTypes,
  levels: { runtime: 'journeyId', subject: 'journeyId' },
  defaults: {
    signing: { scheme: 'none' },
    success: '200',
    timeoutMs: defaultTimeoutMs,
    retry: { delaysSeconds: [5 * MINUTE, 10 * MINUTE, 15 * MINUTE], jitter: 0 },
  },
  options,
  dataAt: '/body',
  render,
};
