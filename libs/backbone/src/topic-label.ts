import { topicName, topics, type TopicKey } from '@casewire/events';

const keys = Object.keys(topics) as TopicKey[];

/** Short name of a topic; undefined for one that is not Casewire's own. */
export function topicKey(prefix: string, fullName: string): TopicKey | undefined {
  return keys.find((key) => topicName(prefix, key) === fullName);
}

/** How metrics name a topic. */
export function topicLabel(prefix: string, fullName: string): string {
  return topicKey(prefix, fullName) ?? fullName;
}
