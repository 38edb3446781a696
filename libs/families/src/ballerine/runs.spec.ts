import { describe, expect, it } from '@jest/globals';
import {
  ballerineRunRequestSchema,
  fromBallerineSubscription,
  toBallerineRunAnswer,
  toBallerineSubscription,
  writeBallerineRunCommand,
} from './runs.ts';

const run = {
  runtimeId: 'run-1',
  entityId: 'entity-1',
  tenantId: 'acme',
  environment: 'sandbox',
  requestedAt: new Date('2026-01-02T03:04:05.678Z'),
} as const;

function command(text: string): string {
  const body = Buffer.from(text);
  return writeBallerineRunCommand(body, ballerineRunRequestSchema.parse(JSON.parse(text)), run).toString();
}

describe('a run request', () => {
  it('becomes a command that repeats it byte for byte', () => {
    expect(
      command(
        '{ "priority": 1.50, "context": {"entity":{"type":"business","id":"e-7"}, "n": 12345678901234567890},' +
          ' "config": {"subscriptions": []}, "workflowId": "kyb" }',
      ),
    ).toBe(
      '{"workflowDefinitionId":"kyb","workflowRuntimeId":"run-1","ballerineEntityId":"entity-1","tenantId":"acme",' +
        '"environment":"sandbox","correlationId":"e-7",' +
        '"context":{"entity":{"type":"business","id":"e-7"}, "n": 12345678901234567890},' +
        '"config":{"subscriptions": []},"requestedAt":"2026-01-02T03:04:05.678Z","priority":1.50}',
    );
  });

  it('keeps members that are named like those of every object', () => {
    const members = '"toString":1,"constructor":{"a":1.50},"__proto__":{"b":2},"7":3';
    expect(
      command(`{"workflowId":"kyb",${members},"context":{"entity":{"type":"business"}}}`).endsWith(
        `"requestedAt":"2026-01-02T03:04:05.678Z",${members}}`,
      ),
    ).toBe(true);
  });

  it('cannot name the tenant or the environment of the run', () => {
    const text =
      '{"workflowId":"kyb","context":{"entity":{"type":"business"}},"tenantId":"other","environment":"production"}';
    expect(JSON.parse(command(text))).toEqual({
      workflowDefinitionId: 'kyb',
      workflowRuntimeId: 'run-1',
      ballerineEntityId: 'entity-1',
      tenantId: 'acme',
      environment: 'sandbox',
      context: { entity: { type: 'business' } },
      requestedAt: '2026-01-02T03:04:05.678Z',
    });
  });

  it('keeps the id of an entity that has one', () => {
    const request = ballerineRunRequestSchema.parse({
      workflowId: 'kyb',
      context: { entity: { type: 'individual', ballerineEntityId: 'known' } },
    });
    expect(toBallerineRunAnswer(request, run)).toEqual({
      workflowDefinitionId: 'kyb',
      workflowRuntimeId: 'run-1',
      ballerineEntityId: 'known',
      entities: [{ id: 'known', type: 'individual' }],
    });
  });
});

describe('a subscription', () => {
  it.each([{}, { config: { withChildWorkflows: true } }])('is a webhook and back: %j', (more) => {
    const subscription = {
      type: 'webhook' as const,
      url: 'https://r.example',
      events: ['workflow.*'],
      ...more,
    };
    expect(toBallerineSubscription(fromBallerineSubscription(subscription))).toEqual(subscription);
  });
});
