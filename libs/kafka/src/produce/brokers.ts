import { createKafkaClient } from '../client.ts';
import type { KafkaConnection } from '../connection.ts';
import type { KafkaLogger } from '../logger.ts';
import { disconnect, isConnectionFault } from '../mend/connection-fault.ts';
import type { Call, Cluster, TopicMetadata } from '../mend/internals.ts';
import { createCluster } from '../mend/mend-kafkajs.ts';
import {
  PRODUCE,
  produceVersion,
  writeProduceRequest,
  type PartitionBatch,
} from '../wire/produce-request.ts';
import { readProduceResponse, type PartitionAnswer, type ProduceResponse } from '../wire/produce-response.ts';

/** Nothing of a request was sent. */
export class NotSentError extends Error {
  override readonly name = 'NotSentError';
}

export interface ProduceRequest {
  /** Node id of the broker. */
  readonly leader: number;
  /** Which of the connections to it: brokers answer one request of a connection after the other. */
  readonly connection: 0 | 1;
  readonly batches: readonly PartitionBatch[];
  /** How long the broker may wait for replicas before it answers. */
  readonly replicationTimeoutMs: number;
}

/** Producers have no transactions, so no transaction can take longer. */
const TRANSACTION_TIMEOUT_MS = 60_000;
/** `ClusterView` decides when to ask again. */
const METADATA_MAX_AGE_MS = Infinity;

/** The connections of a producer: kafkajs's, without its producer, which settles a request as a whole. */
export class Brokers {
  readonly #cluster: Cluster;

  constructor(connection: KafkaConnection, logger: KafkaLogger, requestTimeoutMs: number) {
    const client = createKafkaClient(connection, logger, { requestTimeoutMs, metadataTolerance: 'topics' });
    this.#cluster = createCluster(client, { metadataMaxAge: METADATA_MAX_AGE_MS });
  }

  /** What brokers say of topics, and the id of their cluster. Partitions that lack a leader have -1. */
  async describe(
    topics: readonly string[],
  ): Promise<{ clusterId: string; topics: readonly TopicMetadata[] }> {
    const { brokerPool } = this.#cluster;
    await brokerPool.refreshMetadata(topics);
    const { metadata } = brokerPool;
    return { clusterId: metadata?.clusterId ?? '', topics: metadata?.topicMetadata ?? [] };
  }

  async newProducerId(): Promise<bigint> {
    const broker = await this.#cluster.brokerPool.findConnectedBroker();
    const { producerId } = await broker.initProducerId({ transactionTimeout: TRANSACTION_TIMEOUT_MS });
    return BigInt(producerId);
  }

  /**
   * Sends a produce request and reads what the broker says of each partition.
   * @throws NotSentError if nothing was sent; any other error leaves open what the broker has appended
   */
  async produce({
    leader,
    connection: index,
    batches,
    replicationTimeoutMs,
  }: ProduceRequest): Promise<readonly PartitionAnswer[]> {
    const { version, connection } = await this.#connect(leader, index);
    try {
      const answer = await connection.send(produceCall(version, batches, replicationTimeoutMs));
      return (answer as ProduceResponse).answers;
    } catch (error) {
      if (isConnectionFault(error)) disconnect(connection);
      throw error;
    }
  }

  disconnect(): Promise<void> {
    return this.#cluster.disconnect();
  }

  async #connect(leader: number, index: number) {
    try {
      const broker = await this.#cluster.brokerPool.findBroker({ nodeId: leader });
      const connection = await broker.connectionPool.getConnection(index);
      return { version: produceVersion(broker.versions[PRODUCE]?.maxVersion ?? 0), connection };
    } catch (error) {
      throw new NotSentError(`broker ${leader} cannot be reached`, { cause: error });
    }
  }
}

function produceCall(
  apiVersion: number,
  batches: readonly PartitionBatch[],
  replicationTimeoutMs: number,
): Call {
  return {
    request: {
      apiKey: PRODUCE,
      apiName: 'Produce',
      apiVersion,
      encode: () => {
        const bytes = writeProduceRequest(apiVersion, batches, replicationTimeoutMs, Date.now());
        return Promise.resolve({ buf: bytes, buffer: bytes });
      },
    },
    response: {
      decode: (bytes) => Promise.resolve(readProduceResponse(apiVersion, bytes)),
      parse: (answer) => Promise.resolve(answer),
    },
  };
}
