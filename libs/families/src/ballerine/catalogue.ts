import type { EventType } from '../family.ts';
import { completedRun, openRun } from './examples.ts';
import { runSchema } from './schemas.ts';
import { sensitive } from './sensitive.ts';

/** Event names of Ballerine's two webhook pages. */
export const eventTypes: readonly EventType[] = [
  {
    type: 'workflow.completed',
    description: 'A workflow reached its final state.',
    schema: runSchema,
    example: completedRun,
    sensitive,
  },
  {
    type: 'workflow.state.changed',
    description: 'A workflow moved to another state.',
    schema: runSchema,
    example: { ...openRun, previousState: 'collection_flow', state: 'manual_review' },
    sensitive,
  },
  {
    type: 'workflow.context.changed',
    description: 'The context of a workflow changed: data fields, user interactions or integration answers.',
    schema: runSchema,
    example: openRun,
    sensitive,
  },
  {
    type: 'workflow.context.document.changed',
    description: 'A document in the context of a workflow changed.',
    schema: runSchema,
    example: openRun,
    sensitive,
  },
  {
    type: 'workflow.context.document.updated',
    description: 'An action was taken on an active case, such as a request for revision.',
    schema: runSchema,
    example: openRun,
    sensitive,
  },
  {
    type: 'workflow.context.document.completed',
    description: 'A case was approved or rejected.',
    schema: runSchema,
    example: completedRun,
    sensitive,
  },
];
