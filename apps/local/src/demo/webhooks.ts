import { otherTellers, runTeller, type DemoRun } from './story.ts';

/** One webhook that the demonstration registers. */
export interface WebhookPlan {
  /** Also its path on the receiver. */
  name: string;
  /** Name of the family whose events it gets: how the receiver verifies. */
  family: string;
  /** Printed when the webhook is registered. */
  explanation: string;
  /** Event types it listens to; the story has one event of each. */
  events: readonly string[];
  /** Body of `POST /v1/webhooks`, without `name`, `url` and `events`. */
  settings: Record<string, unknown>;
}

/** Its receiver answers the first two attempts of each invocation with 503. */
export const flakyWebhook = 'flaky';

const { family: runFamily, types } = runTeller;
const story = types.map(({ type }) => type);
const milestones = [...(runFamily.states?.types ?? []), ...(runFamily.endsRun ?? [])];
const details = story.filter((type) => !milestones.includes(type));

/** A webhook on each level, one whose receiver fails, and one for each of the other families. */
export function planWebhooks({ definitionId, runtimeId }: DemoRun): WebhookPlan[] {
  const family = runFamily.name;
  return [
    { name: 'customer', family, explanation: 'every run of the tenant', events: story, settings: {} },
    {
      name: 'definition',
      family,
      explanation: `every run of the workflow ${definitionId}: its changes of state and its end`,
      events: milestones,
      settings: { definitionId },
    },
    {
      name: 'runtime',
      family,
      explanation: `the details of one run, ${runtimeId}`,
      events: details,
      settings: { runtimeId },
    },
    {
      name: flakyWebhook,
      family,
      explanation: 'fails twice, then succeeds; its retries come after 1 and 2 s (usually after 5 and 30 s)',
      events: details.slice(0, 1),
      settings: { definitionId, retry: { delaysSeconds: [1, 2] } },
    },
    ...otherTellers.map((teller) => ({
      name: teller.family.name,
      family: teller.family.name,
      explanation: `what ${teller.family.name} would send, to the letter`,
      events: teller.types.slice(0, 1).map(({ type }) => type),
      settings: {},
    })),
  ];
}
