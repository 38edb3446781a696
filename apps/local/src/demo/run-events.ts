import { familyNamed } from '@casewire/families';

/** One workflow run of the demo tenant. */
export interface DemoRun {
  tenantId: string;
  definitionId: string;
  runtimeId: string;
}

/** A CloudEvent in structured mode. */
export type CloudEvent = Record<string, unknown> & { id: string; type: string };

/** What happens to one run, in its order; the bodies are the examples of the family's catalogue. */
const story = [
  'workflow.context.document.changed',
  'workflow.context.document.updated',
  'workflow.state.changed',
  'workflow.context.changed',
  'workflow.context.document.completed',
  'workflow.completed',
] as const;

export const storyLength = story.length;

/** The last event of the story: what `npm run send` publishes. */
export const finalEventType = 'workflow.completed';

/** One event of a run. @param id fresh for each event: a repeated one is a duplicate */
export function runEvent(run: DemoRun, type: string, id: string, now: Date): CloudEvent {
  const example = familyNamed('ballerine')?.eventTypes.find((eventType) => eventType.type === type)?.example;
  return {
    specversion: '1.0',
    id,
    source: '/workflows',
    type,
    time: now.toISOString(),
    datacontenttype: 'application/json',
    tenantid: run.tenantId,
    environment: 'sandbox',
    workflowdefinitionid: run.definitionId,
    workflowruntimeid: run.runtimeId,
    correlationid: run.runtimeId,
    data: {
      ...(example as object),
      workflowDefinitionId: run.definitionId,
      workflowRuntimeId: run.runtimeId,
    },
  };
}

/** The whole story of one run. */
export function runEvents(run: DemoRun, newId: () => string, now: Date): CloudEvent[] {
  return story.map((type) => runEvent(run, type, newId(), now));
}
