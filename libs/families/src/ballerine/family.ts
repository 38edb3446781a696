import { defaultRetry, defaultTimeoutMs } from '../delivery-defaults.ts';
import type { Family } from '../family.ts';
import { eventTypes } from './catalogue.ts';
import { options, render, settings } from './render.ts';

/** Ballerine workflows: https://docs.ballerine.com/en/learn/how_to_use_webhooks */
export const family: Family = {
  name: 'ballerine',
  eventTypes,
  levels: { definition: 'workflowDefinitionId', runtime: 'workflowRuntimeId', subject: 'workflowRuntimeId' },
  defaults: {
    signing: { scheme: 'hmac-body-hex', header: 'X-HMAC-Signature', algorithm: 'sha256' },
    success: '2xx',
    timeoutMs: defaultTimeoutMs,
    retry: defaultRetry,
  },
  settings,
  options,
  states: { types: ['workflow.state.changed'], state: 'state', previousState: 'previousState' },
  endsRun: ['workflow.completed'],
  context: 'context',
  render,
};
