import { describe, expect, it } from '@jest/globals';
import type { AcceptedEvent } from '@casewire/events';
import { compileSchema } from '../schema-validation.ts';
import { family as ballerine } from './family.ts';

const context = {
  invocationId: '01935a3c-7c00-7000-8000-000000000001',
  webhookId: 'w',
  settings: {},
  options: {},
};

function event(type: string, data: string): AcceptedEvent {
  return {
    uid: '01935a3c-7c00-7000-8000-000000000002',
    acceptedAt: 1732_000_000_000,
    attributes: {
      id: 'e-1',
      source: '/workflows',
      type,
      time: '2024-10-24T13:42:25+02:00',
      tenantid: 'acme',
      environment: 'sandbox',
      correlationid: 'çid/1',
    },
    data: Buffer.from(data),
  };
}

describe('ballerine body', () => {
  it('has the keys of the page in their order and the context byte for byte', () => {
    const data = `{"context":{"score": 1.50,"n":12345678901234567890,"documents":[{"id":"d","category":"c","decision":{"status":"approved","revisionReason":"","rejectionReason":""}}]},
      "assignee":{"id":"a","firstName":"f","lastName":"l","email":"e"},"assignedAt":"2024-10-24T11:40:01Z","workflowCreatedAt":"2024-10-24T11:38:12.5Z",
      "workflowResolvedAt":null,"workflowDefinitionId":"mp0h897g68v","workflowRuntimeId":"r","ballerineEntityId":"b","workflowStatus":"completed","workflowFinalState":"approved"}`;
    const { body, contentType } = ballerine.render(event('workflow.completed', data), context);
    expect(contentType).toBe('application/json');
    expect(body.toString()).toBe(
      '{"id":"01935a3c-7c00-7000-8000-000000000001","eventName":"workflow.completed","apiVersion":1,"timestamp":"2024-10-24T11:42:25.000Z",' +
        '"assignedAt":"2024-10-24T11:40:01.000Z","assignee":{"id":"a","firstName":"f","lastName":"l","email":"e"},"workflowCreatedAt":"2024-10-24T11:38:12.500Z",' +
        '"workflowResolvedAt":null,"workflowDefinitionId":"mp0h897g68v","workflowRuntimeId":"r","ballerineEntityId":"b","correlationId":"çid/1","environment":"sandbox",' +
        '"workflowStatus":"completed","workflowFinalState":"approved",' +
        '"data":{"score": 1.50,"n":12345678901234567890,"documents":[{"id":"d","category":"c","decision":{"status":"approved","revisionReason":"","rejectionReason":""}}]}}',
    );
  });

  it('leaves out what is unknown and what belongs to other events', () => {
    const data =
      '{"context":{},"assignee":null,"workflowCreatedAt":"2024-10-24T11:38:12Z","workflowDefinitionId":"d","workflowRuntimeId":"r","ballerineEntityId":"b","workflowStatus":"active","state":"review"}';
    const body: unknown = JSON.parse(
      ballerine.render(event('workflow.state.changed', data), context).body.toString(),
    );
    expect(Object.keys(body as object)).toEqual([
      'id',
      'eventName',
      'apiVersion',
      'timestamp',
      'workflowCreatedAt',
      'workflowDefinitionId',
      'workflowRuntimeId',
      'ballerineEntityId',
      'correlationId',
      'environment',
      'state',
      'data',
    ]);
  });

  it('takes the apiVersion of the tenant', () => {
    const data = JSON.stringify(ballerine.eventTypes[0]?.example);
    const { body } = ballerine.render(event('workflow.completed', data), {
      ...context,
      settings: { apiVersion: '0.7.58' },
    });
    expect(body.toString()).toContain('"apiVersion":"0.7.58"');
  });
});

describe('ballerine catalogue', () => {
  it.each(ballerine.eventTypes.map((type) => [type.type, type] as const))(
    'accepts the example of %s',
    (_name, type) => {
      expect(compileSchema(type.schema)(type.example)).toEqual([]);
    },
  );

  it('names the path of what is missing', () => {
    const [completed] = ballerine.eventTypes;
    expect(
      compileSchema(completed?.schema ?? {})({ ...(completed?.example as object), context: undefined }),
    ).toEqual([{ path: '/context', message: "must have required property 'context'" }]);
  });
});
