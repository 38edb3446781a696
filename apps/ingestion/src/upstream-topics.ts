import { isEnvironment } from '@casewire/events';
import type { UpstreamTopic } from './accept-events/topic-bindings.ts';

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
  const match = /^(?<topic>[a-zA-Z0-9._-]{1,249})(?:=(?<tenantid>[^/=]+)\/(?<environment>[^/=]+))?$/.exec(
    entry,
  );
  const { topic, tenantid, environment } = match?.groups ?? {};
  if (topic === undefined)
    throw new Error(`holds ${JSON.stringify(entry)}, which is no topic with or without a binding`);
  if (tenantid === undefined) return { topic };
  if (!isEnvironment(environment)) throw new Error(`binds ${topic} to an environment that does not exist`);
  return { topic, tenantid, environment };
}
