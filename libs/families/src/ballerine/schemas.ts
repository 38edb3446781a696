import type { JsonSchema } from '../family.ts';
import { dialect, id, nullable, timestamp } from '../schema-parts.ts';

/** `data` of every Ballerine event: facts about the run, and its context. Further members may come. */
export const runSchema: JsonSchema = {
  $schema: dialect,
  type: 'object',
  required: [
    'workflowCreatedAt',
    'workflowDefinitionId',
    'workflowRuntimeId',
    'ballerineEntityId',
    'context',
  ],
  properties: {
    assignee: nullable({
      type: 'object',
      properties: {
        id: { type: 'string' },
        firstName: { type: 'string' },
        lastName: { type: 'string' },
        email: { type: 'string' },
      },
    }),
    assignedAt: nullable(timestamp),
    workflowCreatedAt: timestamp,
    workflowResolvedAt: nullable(timestamp),
    workflowDefinitionId: id,
    workflowRuntimeId: id,
    ballerineEntityId: id,
    state: nullable({ type: 'string' }),
    previousState: nullable({ type: 'string' }),
    workflowStatus: nullable({ type: 'string' }),
    workflowFinalState: nullable({ type: 'string' }),
    context: { type: 'object' },
    childWorkflowsRuntimeData: {},
  },
};
