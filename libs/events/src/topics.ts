/** One topic: its name, and how long the broker must keep its records. */
export interface TopicSpecification {
  /** Name without the prefix. */
  readonly name: string;
  /** How long the broker keeps a record, in milliseconds. */
  readonly retentionMs: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Every topic Casewire owns, by the short key that code uses. Keys and values: docs/architecture.md. */
export const topics = {
  events: { name: 'events.v1', retentionMs: 7 * DAY_MS },
  accepted: { name: 'accepted.v1', retentionMs: 7 * DAY_MS },
  rejected: { name: 'rejected.v1', retentionMs: 30 * DAY_MS },
  deliveries: { name: 'deliveries.v1', retentionMs: 7 * DAY_MS },
  ordered: { name: 'ordered.v1', retentionMs: 7 * DAY_MS },
  attempts: { name: 'attempts.v1', retentionMs: 7 * DAY_MS },
  outcomes: { name: 'outcomes.v1', retentionMs: 7 * DAY_MS },
  workflowRuns: { name: 'workflow-runs.v1', retentionMs: 7 * DAY_MS },
} as const satisfies Record<string, TopicSpecification>;

export type TopicKey = keyof typeof topics;

/** Full name of a topic on the broker, for instance `casewire.events.v1`. */
export function topicName(prefix: string, key: TopicKey): string {
  return prefix + topics[key].name;
}
