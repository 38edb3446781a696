import type { Kafka } from 'kafkajs';
import installed from 'kafkajs/package.json' with { type: 'json' };
import { mendConnections } from './connections.ts';
import { FETCH, mendFetch, readingFetch, type FetchObserver, type FetchPace } from './fetches.ts';
import type { Broker, Call, Cluster, LookUpRequest } from './internals.ts';
import { mendMetadataAge, METADATA, toleratingErrors, type MetadataTolerance } from './metadata.ts';

/**
 * The version whose internals are replaced here. Another one may have moved them, and records would be lost silently.
 */
const MENDED_VERSION = '2.2.4';

export interface Mending {
  /** Default: `nothing`. */
  readonly metadataTolerance?: MetadataTolerance;
  /** Is told of partitions that are fetched from a position outside their log. */
  readonly onOutOfRange?: FetchObserver['onOutOfRange'];
  /** Default: fetches wait as the client was told. */
  readonly fetchPace?: FetchPace;
  /** Is given each cluster before it is used. */
  readonly onCluster?: (cluster: Cluster) => void;
}

/**
 * Gives one kafkajs client this library's codec for records, answers that are read part by part, and a clock that is
 * never set back. It changes objects of that client alone: other clients of the process, as in tests, stay as kafkajs
 * made them.
 * @throws Error unless the installed kafkajs is the version that this was written for
 */
export function mend(kafka: Kafka, mending: Mending = {}): Kafka {
  assertMendable(installed.version);
  const key = clusterKey(kafka);
  const create = Reflect.get(kafka, key) as (options: object) => Cluster;
  Reflect.set(kafka, key, (options: object) => {
    const cluster = create(options);
    mendConnections(cluster);
    const onLeadersMoved = mendMetadataAge(cluster);
    mendBrokers(cluster, mending, onLeadersMoved);
    mending.onCluster?.(cluster);
    return cluster;
  });
  return kafka;
}

/** Makes connections of a client that no kafkajs producer, consumer or admin uses. */
export function createCluster(kafka: Kafka, options: { readonly metadataMaxAge: number }): Cluster {
  const create = Reflect.get(kafka, clusterKey(kafka)) as (options: object) => Cluster;
  return create({ ...options, allowAutoTopicCreation: false });
}

/** @throws Error that says what to do about another version */
export function assertMendable(version: string): void {
  if (version === MENDED_VERSION) return;
  throw new Error(
    `kafkajs ${version} is installed, but libs/kafka replaces internals of kafkajs ${MENDED_VERSION}: ` +
      'install that version, or see ADR 0005 for what to check before another one is used',
  );
}

/** The one place where all connections of one client can be reached, and no others. */
function clusterKey(kafka: Kafka): symbol {
  const key = Object.getOwnPropertySymbols(kafka).find(
    ({ description }) => description === 'private:Kafka:createCluster',
  );
  if (key === undefined) throw new Error('kafkajs no longer makes its clusters where libs/kafka mends them');
  return key;
}

/** Every request of a broker is looked up in its `lookupRequest`, which kafkajs sets with each connection. */
function mendBrokers(
  { brokerPool }: Cluster,
  { metadataTolerance = 'nothing', onOutOfRange = () => undefined, fetchPace }: Mending,
  onLeadersMoved: () => void,
): void {
  const observer = { onLeadersMoved, onOutOfRange };
  const mendCall = (apiKey: number, call: Call): Call => {
    if (apiKey === FETCH) return readingFetch(call, observer);
    return apiKey === METADATA ? toleratingErrors(call, metadataTolerance) : call;
  };
  const { createBroker } = brokerPool;
  brokerPool.createBroker = (options): Broker => {
    const broker = createBroker(options);
    let lookUp = broker.lookupRequest;
    mendFetch(broker, observer, fetchPace);
    return Object.defineProperty(broker, 'lookupRequest', {
      get: () => lookUp,
      set: (found: LookUpRequest) => {
        lookUp = (apiKey, definition) => {
          const toCall = found(apiKey, definition);
          return (given) => mendCall(apiKey, toCall(given));
        };
      },
    });
  };
}
