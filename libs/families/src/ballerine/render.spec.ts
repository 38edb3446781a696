import { describe, expect, it } from '@jest/globals';
import { acceptedEvent, plainContext } from '../accepted-event.fixture.ts';
import { compileSchema } from '../schema-validation.ts';
import { family } from './family.ts';

const attributes = { time: '2024-10-24T13:42:25+02:00', correlationid: 'çid/1' };

function bodyOf(type: string, data: string, context: Partial<typeof plainContext> = {}): string {
  return family
    .render(acceptedEvent(type, data, attributes), { ...plainContext, ...context })
    .body.toString();
}

/** The page's structure without white space and comment, an instant for `ISO_STRING`, a number of its own for each `uuid`. */
const golden =
  `{"id":"${plainContext.invocationId}","eventName":"workflow.context.document.completed","apiVersion":1,` +
  '"timestamp":"2024-10-24T11:42:25.000Z","assignedAt":"2024-10-24T11:40:01.000Z",' +
  '"assignee":{"id":"assigneeId","firstName":"firstName","lastName":"lastName","email":"email"},' +
  '"workflowCreatedAt":"2024-10-24T11:38:12.000Z","workflowResolvedAt":"2024-10-24T11:42:24.000Z",' +
  '"workflowDefinitionId":"uuid-1","workflowRuntimeId":"uuid-2","ballerineEntityId":"uuid-3","correlationId":"çid/1",' +
  '"environment":"sandbox","data":{}}';

const run =
  '"assignedAt":"2024-10-24T11:40:01Z","assignee":{"id":"assigneeId","firstName":"firstName","lastName":"lastName","email":"email"},' +
  '"workflowCreatedAt":"2024-10-24T13:38:12+02:00","workflowResolvedAt":"2024-10-24T11:42:24.000Z",' +
  '"workflowDefinitionId":"uuid-1","workflowRuntimeId":"uuid-2","ballerineEntityId":"uuid-3"';

describe('Ballerine body', () => {
  it("reproduces the page's structure byte for byte", () => {
    expect(bodyOf('workflow.context.document.completed', `{${run},"context":{}}`)).toBe(golden);
  });

  it("reproduces the page's decision: the final state, and documents byte for byte", () => {
    const context =
      '{"documents":[{"id":"9fe6060a-53ae-4a71-b57e-336a24a16cc3","category":"business_document",' +
      '"decision":{"status":"approved","revisionReason":"","rejectionReason":""}}], "score": 1.50,"n":12345678901234567890}';
    const data = `{"context":${context},"workflowStatus":"completed","workflowFinalState":"approved",${run}}`;
    expect(bodyOf('workflow.completed', data)).toBe(
      golden
        .replace('workflow.context.document.completed', 'workflow.completed')
        .replace(
          '"data":{}',
          `"workflowStatus":"completed","workflowFinalState":"approved","data":${context}`,
        ),
    );
  });

  it('leaves out what is unknown and what belongs to other events; only workflowResolvedAt may be null', () => {
    const data =
      '{"context":{},"assignee":null,"workflowCreatedAt":"2024-10-24T11:38:12Z","workflowResolvedAt":null,' +
      '"workflowDefinitionId":"d","workflowRuntimeId":"r","ballerineEntityId":"b","workflowStatus":"active","state":"review"}';
    expect(Object.keys(JSON.parse(bodyOf('workflow.state.changed', data)) as object)).toEqual([
      'id',
      'eventName',
      'apiVersion',
      'timestamp',
      'workflowCreatedAt',
      'workflowResolvedAt',
      'workflowDefinitionId',
      'workflowRuntimeId',
      'ballerineEntityId',
      'correlationId',
      'environment',
      'state',
      'data',
    ]);
  });

  it.each([[2], ['0.7.58']])('takes the apiVersion %j of the tenant', (apiVersion) => {
    expect(bodyOf('workflow.completed', `{${run},"context":{}}`, { settings: { apiVersion } })).toContain(
      `"apiVersion":${JSON.stringify(apiVersion)},`,
    );
  });

  it.each([
    ['{}', ',"childWorkflowsRuntimeData":[{"n": 1.0}]', '{"childWorkflowsRuntimeData":[{"n": 1.0}]}'],
    ['{"a": 1 }', ',"childWorkflowsRuntimeData":{}', '{"a": 1 ,"childWorkflowsRuntimeData":{}}'],
    ['{"a":1}', '', '{"a":1}'],
    ['{"a":1}', ',"childWorkflowsRuntimeData":null', '{"a":1}'],
    ['{"childWorkflowsRuntimeData":1}', ',"childWorkflowsRuntimeData":2', '{"childWorkflowsRuntimeData":1}'],
  ])(
    'adds child workflows to %s where the webhook asks for them and the event has them',
    (context, children, sent) => {
      const data = `{${run},"context":${context}${children}}`;
      const bodyWith = (options: object) =>
        bodyOf('workflow.context.changed', data, { options: { ...options } });
      expect(bodyWith({ withChildWorkflows: true }).endsWith(`,"data":${sent}}`)).toBe(true);
      expect(bodyWith({}).endsWith(`,"data":${context}}`)).toBe(true);
    },
  );
});

describe('Ballerine schema', () => {
  it('names the path of what is missing', () => {
    const { schema, example } = family.eventTypes[0] ?? { schema: {}, example: {} };
    expect(compileSchema(schema)({ ...(example as object), context: undefined })).toMatchObject([
      { path: '/context' },
    ]);
  });

  it.each(['2024-10-24T11:42:25+02', '2024-10-24 11:42:25Z', '2016-12-31T23:59:60Z', '2024-02-30T11:42:25Z'])(
    'refuses the instant %s, which cannot be told in UTC',
    (assignedAt) => {
      const { schema, example } = family.eventTypes[0] ?? { schema: {}, example: {} };
      expect(compileSchema(schema)({ ...(example as object), assignedAt })).toMatchObject([
        { path: '/assignedAt', found: 'string' },
      ]);
    },
  );
});
