/** An event as the API description shows it: a CloudEvent in the JSON format, or `data` alone in binary mode. */
export const documentedEvent = {
  type: 'object',
  additionalProperties: true,
  description:
    'A CloudEvent in the JSON format. In binary mode (`application/json` with the attributes as `ce-` headers) it is `data` alone.',
  examples: [
    {
      specversion: '1.0',
      id: 'e-4711',
      source: '/workflows',
      type: 'workflow.completed',
      subject: 'run-7',
      data: {
        workflowCreatedAt: '2026-11-21T10:00:00Z',
        workflowDefinitionId: 'kyb',
        workflowRuntimeId: 'run-7',
        ballerineEntityId: 'entity-7',
        workflowFinalState: 'approved',
        context: { score: 1.5 },
      },
    },
  ],
};

/** One event, or several at once as `application/cloudevents-batch+json`. */
export const documentedEvents = {
  anyOf: [documentedEvent, { type: 'array', items: documentedEvent }],
  examples: documentedEvent.examples,
};
