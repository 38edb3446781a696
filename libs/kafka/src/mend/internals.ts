/**
 * kafkajs's internals, as far as libs/kafka reaches them from a client. ADR 0005 says why each of them is reached.
 */

/** All connections of one client. */
export interface Cluster {
  readonly connectionPoolBuilder: { build: (destination?: object) => Promise<ConnectionPool> };
  readonly brokerPool: BrokerPool;
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  addMultipleTargetTopics(topics: readonly string[]): Promise<void>;
  refreshMetadata(): Promise<void>;
  refreshMetadataIfNecessary(): Promise<void>;
  fetchTopicsOffset(
    topics: readonly {
      readonly topic: string;
      readonly fromBeginning: boolean;
      readonly partitions: readonly { readonly partition: number }[];
    }[],
  ): Promise<readonly TopicOffsets[]>;
  findBroker: (wanted: { readonly nodeId: NodeId }) => Promise<Broker>;
  findGroupCoordinator: (wanted: { readonly groupId: string }) => Promise<Coordinator>;
}

interface TopicOffsets {
  readonly topic: string;
  readonly partitions: readonly { readonly partition: number; readonly offset: string }[];
}

/** kafkajs keys brokers by their ids as texts, and looks them up by either. */
type NodeId = number | string;

interface BrokerPool {
  createBroker: (options: object) => Broker;
  readonly metadata: Metadata | null;
  /** Null asks for a refresh. */
  metadataExpireAt: number | null;
  readonly metadataMaxAge: number;
  refreshMetadata: (topics: readonly string[]) => Promise<unknown>;
  refreshMetadataIfNecessary: (topics: readonly string[]) => Promise<unknown>;
  findBroker(wanted: { readonly nodeId: NodeId }): Promise<Broker>;
  findConnectedBroker(): Promise<Broker>;
}

export interface Metadata {
  readonly clusterId: string;
  readonly topicMetadata: readonly TopicMetadata[];
}

export interface TopicMetadata {
  readonly topic: string;
  readonly topicErrorCode: number;
  readonly partitionMetadata: readonly {
    readonly partitionId: number;
    /** -1: none. */
    readonly leader: number;
  }[];
}

interface ConnectionPool {
  readonly pool: readonly Connection[];
  getConnection(index: number): Promise<Connection>;
}

export interface Connection {
  readonly requestQueue: RequestQueue;
  /** What was received of an answer that is not complete. */
  chunks: readonly Buffer[];
  bytesBuffered: number;
  bytesNeeded: number;
  send(call: Call & { readonly requestTimeout?: number }): Promise<unknown>;
  readonly socket?: { destroy(error?: Error): void; unref(): void };
  isConnected(): boolean;
  connect: () => Promise<unknown>;
  disconnect: () => Promise<unknown>;
}

export interface RequestQueue {
  readonly inflight: ReadonlyMap<number, SocketRequest>;
  readonly pending: readonly unknown[];
  readonly maxInFlightRequests: number | null;
  throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  /** Stops all timers. */
  destroy(): void;
  checkPendingRequests(): void;
  createSocketRequest: (pushed: object) => SocketRequest;
  maybeThrottle: (ms: number | null) => void;
  canSendSocketRequestImmediately: () => boolean;
  scheduleCheckPendingRequests: () => void;
  scheduleRequestTimeoutCheck: () => void;
}

interface SocketRequest {
  readonly requestTimeout: number;
  send: () => void;
  timeoutRequest(): void;
}

export interface Broker extends Coordinator {
  readonly connectionPool: ConnectionPool;
  /** By numbers of requests. */
  readonly versions: Readonly<Record<number, { readonly maxVersion: number } | undefined>>;
  /** Set with each connection, to what the broker's versions allow. */
  lookupRequest: LookUpRequest;
  fetch: (options: object) => Promise<{ readonly responses: readonly object[] }>;
  initProducerId(options: { readonly transactionTimeout: number }): Promise<{ readonly producerId: string }>;
}

/** What kafkajs's consumer uses of the broker that coordinates its group. */
export interface Coordinator {
  readonly nodeId: NodeId;
  isConnected(): boolean;
  joinGroup(request: object): Promise<GroupMembership>;
  syncGroup(request: object): Promise<unknown>;
  leaveGroup(request: object): Promise<unknown>;
  heartbeat(request: object): Promise<unknown>;
  offsetFetch(request: OffsetRequest): Promise<unknown>;
  offsetCommit(request: object): Promise<unknown>;
}

export interface OffsetRequest {
  readonly topics: readonly {
    readonly topic: string;
    readonly partitions: readonly { readonly partition: number }[];
  }[];
}

export interface GroupMembership {
  readonly generationId: number;
  readonly memberId: string;
}

export type LookUpRequest = (apiKey: number, definition: unknown) => (given: unknown) => Call;

/** A request, and how its answer is read. */
export interface Call {
  readonly request: {
    readonly apiKey: number;
    readonly apiName: string;
    readonly apiVersion: number;
    readonly encode: () => Promise<{ readonly buf: Buffer; readonly buffer: Buffer }>;
  };
  readonly response: {
    readonly decode: (bytes: Buffer) => Promise<unknown>;
    /** Throws what the decoded answer says is wrong. */
    readonly parse: (answer: unknown) => Promise<unknown>;
  };
}
