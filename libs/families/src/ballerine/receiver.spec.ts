import { objectMembers } from '@casewire/events';
import { it } from '@jest/globals';
import { expectAnyEventToReach } from '../any-event.fixture.ts';
import { family } from './family.ts';

const instant = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$' };
const text = { type: 'string' };

/** The page's structure; what is said of the two events stands before `data`. */
const properties = {
  id: text,
  eventName: text,
  apiVersion: { type: 'number' },
  timestamp: instant,
  assignedAt: instant,
  assignee: { type: 'object' },
  workflowCreatedAt: instant,
  workflowResolvedAt: { anyOf: [instant, { type: 'null' }] },
  workflowDefinitionId: text,
  workflowRuntimeId: text,
  ballerineEntityId: text,
  correlationId: text,
  environment: { enum: ['sandbox', 'production'] },
};

const ownProperties: Readonly<Record<string, object>> = {
  'workflow.completed': { workflowStatus: text, workflowFinalState: text },
  'workflow.state.changed': { state: text },
};

it("is what a receiver of Ballerine's page relies on, whatever upstream publishes", () => {
  expectAnyEventToReach(family, (type) => {
    const all = { ...properties, ...ownProperties[type], data: { type: 'object' } };
    return {
      keys: Object.keys(all),
      schema: {
        type: 'object',
        properties: all,
        required: [
          ...['id', 'eventName', 'apiVersion', 'timestamp', 'workflowCreatedAt', 'workflowDefinitionId'],
          ...['workflowRuntimeId', 'ballerineEntityId', 'environment', 'data'],
        ],
        additionalProperties: false,
      },
      embedded: (data, body) => {
        const members = objectMembers(data);
        const sent = (name: string) => members.get(name) ?? Buffer.alloc(0);
        const arrived = (name: string) => body.get(name) ?? Buffer.alloc(0);
        return [
          [sent('context'), arrived('data')],
          [sent('workflowRuntimeId'), arrived('workflowRuntimeId')],
          ...(body.has('assignee') ? ([[sent('assignee'), arrived('assignee')]] as const) : []),
        ];
      },
    };
  });
});
