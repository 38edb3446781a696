import { isEnvironment } from '@casewire/events';
import type { Binding } from './admission/attributes.ts';

/** A topic that upstream writes to besides `events.v1`; bound if it carries events of one tenant only. */
export interface UpstreamTopic extends Binding {
  /** Full name on the broker. */
  readonly topic: string;
}

/**
 * Reads `CASEWIRE_UPSTREAM_TOPICS`: topics by comma, each optionally bound as `topic=tenant/environment`.
 * @throws Error saying which entry is wrong
 */
export function parseUpstreamTopics(text: string): UpstreamTopic[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map(parseUpstreamTopic);
}

function parseUpstreamTopic(entry: string): UpstreamTopic {
  const match = /^(?<topic>[a-zA-Z0-9._-]{1,249})(?:=(?<tenantId>[^/=]+)\/(?<environment>[^/=]+))?$/.exec(
    entry,
  );
  const { topic, tenantId, environment } = match?.groups ?? {};
  if (topic === undefined)
    throw new Error(`holds ${JSON.stringify(entry)}, which is no topic with or without a binding`);
  if (tenantId === undefined) return { topic };
  if (!isEnvironment(environment)) throw new Error(`binds ${topic} to an environment that does not exist`);
  return { topic, tenantId, environment };
}
