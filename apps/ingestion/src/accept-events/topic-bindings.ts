import type { Environment } from '@casewire/events';

/** A topic that upstream writes to, and whose events it carries if it belongs to one tenant. */
export interface UpstreamTopic {
  /** Full name on the broker. */
  readonly topic: string;
  readonly tenantid?: string;
  readonly environment?: Environment;
}

/** What events of a topic take for granted. */
export class TopicBindings {
  readonly #byTopic: ReadonlyMap<string, Omit<UpstreamTopic, 'topic'>>;

  constructor(topics: readonly UpstreamTopic[]) {
    this.#byTopic = new Map(topics.map(({ topic, ...binding }) => [topic, binding]));
  }

  /** The binding of a topic; empty for one that any tenant's events may come from. */
  of(topic: string): Omit<UpstreamTopic, 'topic'> {
    return this.#byTopic.get(topic) ?? {};
  }
}
