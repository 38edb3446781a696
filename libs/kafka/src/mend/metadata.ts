import type { Call, Cluster, Metadata } from './internals.ts';

/**
 * Which errors in an answer about topics leave the rest of the answer usable: `nothing`, as in kafkajs, where one
 * partition without a leader hides all others; those of `partitions`; or those of whole `topics` too.
 */
export type MetadataTolerance = 'nothing' | 'partitions' | 'topics';

/** Number of the request in Kafka's protocol. */
export const METADATA = 3;
/** How soon to look again for the leaders that are missing, and how often at most when brokers say that leaders moved. */
const REFRESH_MS = 250;

export function toleratingErrors(call: Call, tolerance: MetadataTolerance): Call {
  if (tolerance === 'nothing') return call;
  const parse: Call['response']['parse'] = async (answer) => {
    if (tolerance === 'partitions') await call.response.parse(withoutPartitions(answer as Metadata));
    return answer;
  };
  return { ...call, response: { ...call.response, parse } };
}

function withoutPartitions(metadata: Metadata): Metadata {
  const topicMetadata = metadata.topicMetadata.map((topic) => ({ ...topic, partitionMetadata: [] }));
  return { ...metadata, topicMetadata };
}

/**
 * Decides by a clock that is never set back when a cluster's metadata is asked for again, and asks soon where a leader
 * is missing.
 * @returns a function that says that leaders have moved
 */
export function mendMetadataAge({ brokerPool }: Pick<Cluster, 'brokerPool'>): () => void {
  const refresh = brokerPool.refreshMetadata.bind(brokerPool);
  let refreshedAt = -Infinity;
  let isOutdated = false;
  brokerPool.refreshMetadata = async (topics) => {
    await refresh(topics);
    refreshedAt = performance.now();
    isOutdated = false;
  };
  brokerPool.refreshMetadataIfNecessary = async (topics) => {
    const { metadata } = brokerPool;
    const ageMs = performance.now() - refreshedAt;
    const isEnough =
      metadata !== null &&
      brokerPool.metadataExpireAt !== null &&
      ageMs < (isOutdated || lacksLeader(metadata) ? REFRESH_MS : brokerPool.metadataMaxAge) &&
      topics.every((topic) => metadata.topicMetadata.some((known) => known.topic === topic));
    if (!isEnough) await brokerPool.refreshMetadata(topics);
  };
  return () => {
    isOutdated = true;
  };
}

function lacksLeader({ topicMetadata }: Metadata): boolean {
  return topicMetadata.some(({ partitionMetadata }) => partitionMetadata.some(({ leader }) => leader < 0));
}
