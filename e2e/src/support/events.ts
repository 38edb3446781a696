import { randomUUID } from 'node:crypto';

/** `data` of a Ballerine event about one run. */
export function workflowData(overrides: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    workflowCreatedAt: '2024-10-24T11:38:12.000Z',
    workflowResolvedAt: '2024-10-24T11:42:25.000Z',
    workflowDefinitionId: 'kyb',
    workflowRuntimeId: 'run-1',
    ballerineEntityId: 'entity-1',
    workflowStatus: 'completed',
    workflowFinalState: 'approved',
    context: { documents: [] },
    ...overrides,
  };
}

/** A structured CloudEvent with a fresh id. */
export function workflowEvent(
  tenantId: string,
  overrides: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: '/workflows',
    type: 'workflow.completed',
    time: '2024-10-24T11:42:25.000Z',
    tenantid: tenantId,
    environment: 'sandbox',
    data: workflowData(),
    ...overrides,
  };
}
