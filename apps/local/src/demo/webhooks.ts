import { type DemoRun, storyLength } from './run-events.ts';

/** One webhook that the demonstration registers. */
export interface WebhookPlan {
  /** Also its path on the receiver. */
  name: string;
  /** Said when it is registered. */
  explanation: string;
  /** How many of the story's events it gets. */
  expected: number;
  /** Body of `POST /v1/webhooks`, without `name` and `url`. */
  settings: Record<string, unknown>;
}

/** Its receiver answers the first two attempts of each invocation with 503. */
export const flakyWebhook = 'flaky';

/** A webhook on each level, and one whose receiver fails. */
export function planWebhooks({ definitionId, runtimeId }: DemoRun): WebhookPlan[] {
  return [
    {
      name: 'customer',
      explanation: 'every event of the tenant',
      expected: storyLength,
      settings: { events: ['*'] },
    },
    {
      name: 'definition',
      explanation: `every run of the workflow ${definitionId}: its end and its changes of state`,
      expected: 2,
      settings: { definitionId, events: ['workflow.completed', 'workflow.state.changed'] },
    },
    {
      name: 'runtime',
      explanation: `the documents of one run, ${runtimeId}`,
      expected: 3,
      settings: { runtimeId, events: ['workflow.context.document.*'] },
    },
    {
      name: flakyWebhook,
      explanation: 'fails twice, then succeeds; its retries come after 1 and 2 s (usually after 5 and 30 s)',
      expected: 1,
      settings: { definitionId, events: ['workflow.context.changed'], retry: { delaysSeconds: [1, 2] } },
    },
  ];
}
