import type { AcceptedEvent } from '@casewire/events';
import type { ListeningWebhook } from './decide-payloads.ts';

export const data = {
  workflowCreatedAt: '2024-10-24T11:38:12.000Z',
  workflowDefinitionId: 'kyb',
  workflowRuntimeId: 'run-1',
  ballerineEntityId: 'entity-1',
  state: 'calculate_risk',
  context: { entity: { id: 'e', score: 1.5 }, expensive: Array.from({ length: 2_000 }, (_, index) => index) },
};

export const event: AcceptedEvent = {
  uid: '019ac000-0000-7000-8000-000000000001',
  acceptedAt: 1_763_683_200_000,
  attributes: {
    id: 'e-1',
    source: '/workflows',
    type: 'workflow.state.changed',
    time: '2024-10-24T11:42:25Z',
    tenantid: 'acme',
    environment: 'sandbox',
    subject: 'run-1',
  },
  data: Buffer.from(JSON.stringify(data)),
};

export const webhook: ListeningWebhook = {
  webhookId: '019ac000-0000-7000-8000-00000000000a',
  level: 'customer',
  format: 'native',
  options: {},
  settings: {},
  method: 'POST',
  payload: null,
  contextPlaceholders: [],
  transform: null,
  stateNames: null,
  filter: null,
};

/** Takes millions of steps on `data`. */
export const expensive = 'data.context.expensive[*].[$.data.context.expensive[*]]';

/** The part of a webhook that has transforms. */
export function mappings(...texts: string[]) {
  return { transform: texts.map((mapping) => ({ transformer: 'jmespath' as const, mapping })) };
}
