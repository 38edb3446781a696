import type { Consumer } from 'kafkajs';
import { createKafkaClient } from '../client.ts';
import type { KafkaConnection } from '../connection.ts';
import type { KafkaLogger } from '../logger.ts';
import { mendGroup } from '../mend/group-coordinator.ts';
import type { GroupSession } from '../mend/group-session.ts';
import type { Mending } from '../mend/mend-kafkajs.ts';
import { within } from '../within.ts';
import type { ConsumerLimits } from './limits.ts';

export interface ConsumerOptions {
  readonly connection: KafkaConnection;
  readonly groupId: string;
  readonly limits: ConsumerLimits;
  readonly logger: KafkaLogger;
}

/** How long a broker may take to answer; fetches take `maxWaitMs` longer. */
const REQUEST_TIMEOUT_MS = 10_000;

/** How often kafkajs tries again before the consumer is made anew. */
const RETRY = { initialRetryTime: 100, maxRetryTime: 1_000, retries: 5 };

/**
 * A kafkajs consumer that joins and fetches, and decides nothing else. Its end waits for `leaveDeadlineMs` at most, and then its
 * connections end, whatever kafkajs still waits for.
 * @param session is told what the group's coordinator confirms
 */
export function createConsumer(
  { connection, groupId, limits, logger }: ConsumerOptions,
  session: GroupSession,
  mending: Pick<Mending, 'onOutOfRange' | 'fetchPace'>,
): Consumer {
  const { heartbeatIntervalMs, sessionTimeoutMs } = limits;
  let endConnections = (): Promise<void> => Promise.resolve();
  const consumer = createKafkaClient(connection, logger, {
    requestTimeoutMs: REQUEST_TIMEOUT_MS,
    metadataTolerance: 'partitions',
    ...mending,
    onCluster: (cluster) => {
      mendGroup(cluster, { session, heartbeatIntervalMs });
      endConnections = () => cluster.disconnect();
    },
  }).consumer({
    groupId,
    sessionTimeout: sessionTimeoutMs,
    rebalanceTimeout: sessionTimeoutMs,
    // Each time, whatever kafkajs's clock says: the coordinator that `mendGroup` puts in between decides.
    heartbeatInterval: -Infinity,
    maxWaitTimeInMs: limits.maxWaitMs,
    minBytes: limits.minFetchBytes,
    allowAutoTopicCreation: false,
    retry: { ...RETRY, restartOnFailure: () => Promise.resolve(false) },
  });
  const disconnect = async (): Promise<void> => {
    try {
      await within(limits.leaveDeadlineMs, consumer.disconnect());
    } finally {
      void endConnections().catch(() => undefined);
    }
  };
  return { ...consumer, disconnect };
}
