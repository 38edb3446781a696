import type { Kafka } from 'kafkajs';
import installed from 'kafkajs/package.json' with { type: 'json' };
import { decompress } from './compression/decompress.ts';
import { DamagedBatches } from './wire/damaged-batches.ts';
import { FIRST_FETCH_VERSION, readFetchResponse } from './wire/fetch-response.ts';
import {
  FIRST_PRODUCE_VERSION,
  isPlain,
  writeProduceRequest,
  type ProduceRequest,
} from './wire/produce-request.ts';

/**
 * The version whose internals are replaced here. Another one may have moved them, and records would be lost silently.
 */
const MENDED_VERSION = '2.2.4';

/** Bytes that one compressed batch may become: a small record must not fill the memory. */
const MAX_DECOMPRESSED_BYTES = 64 * 1024 * 1024;

/** Of all clients: a membership that begins anew goes on counting. */
const damagedBatches = new DamagedBatches();

/** kafkajs's internals, as far as they are reached from a client. ADR 0005 says why each of them is. */
interface Cluster {
  readonly connectionPoolBuilder: { build: (destination?: object) => Promise<ConnectionPool> };
  readonly brokerPool: { createBroker: (options: object) => Broker };
}

interface ConnectionPool {
  readonly pool: readonly { readonly requestQueue: RequestQueue }[];
}

interface RequestQueue {
  readonly pending: readonly unknown[];
  scheduleCheckPendingRequests: () => void;
}

interface Broker {
  /** Set with each connection, to what the broker's versions allow. */
  lookupRequest: LookUpRequest;
}

type LookUpRequest = (apiKey: number, definition: unknown) => (given: unknown) => Call;

interface Call {
  readonly request: {
    readonly apiVersion: number;
    readonly encode: () => Promise<{ readonly buf: Buffer; readonly buffer: Buffer }>;
  };
  readonly response: { readonly decode: (bytes: Buffer) => Promise<unknown> };
}

/** Numbers of the requests in Kafka's protocol. */
const PRODUCE = 0;
const FETCH = 1;

/**
 * Gives one kafkajs client this library's codec for records and request queues that sleep while they are empty. It
 * changes objects of that client alone: other clients of the process, as in tests, stay as kafkajs made them.
 * @throws Error unless the installed kafkajs is the version that this was written for
 */
export function mend(kafka: Kafka): Kafka {
  assertMendable(installed.version);
  const key = Object.getOwnPropertySymbols(kafka).find(
    ({ description }) => description === 'private:Kafka:createCluster',
  );
  if (key === undefined) throw new Error('kafkajs no longer makes its clusters where libs/kafka mends them');
  const createCluster = Reflect.get(kafka, key) as (options: object) => Cluster;
  Reflect.set(kafka, key, (options: object) => {
    const cluster = createCluster(options);
    mendConnections(cluster.connectionPoolBuilder);
    mendBrokers(cluster.brokerPool);
    return cluster;
  });
  return kafka;
}

/** @throws Error that says what to do about another version */
export function assertMendable(version: string): void {
  if (version === MENDED_VERSION) return;
  throw new Error(
    `kafkajs ${version} is installed, but libs/kafka replaces internals of kafkajs ${MENDED_VERSION}: ` +
      'install that version, or see ADR 0005 for what to check before another one is used',
  );
}

/**
 * kafkajs schedules a look at a connection's queue of requests even if nothing is queued, with a negative timeout,
 * which Node takes for 1 ms: it wakes up every millisecond on every connection (kafkajs issue 1751).
 */
function mendConnections(builder: Cluster['connectionPoolBuilder']): void {
  const { build } = builder;
  builder.build = async (destination) => {
    const connections = await build(destination);
    for (const { requestQueue } of connections.pool) {
      const schedule = requestQueue.scheduleCheckPendingRequests.bind(requestQueue);
      requestQueue.scheduleCheckPendingRequests = () => {
        if (requestQueue.pending.length > 0) schedule();
      };
    }
    return connections;
  };
}

/**
 * kafkajs takes four times the CPU and memory for records, and stops for ever at a batch that it cannot read.
 * Everything else of a request stays kafkajs's.
 */
function mendBrokers(brokers: Cluster['brokerPool']): void {
  const { createBroker } = brokers;
  brokers.createBroker = (options) => {
    const broker = createBroker(options);
    let lookUp = broker.lookupRequest;
    return Object.defineProperty(broker, 'lookupRequest', {
      get: () => lookUp,
      set: (found: LookUpRequest) => {
        lookUp = withOwnCodec(found);
      },
    });
  };
}

function withOwnCodec(lookUp: LookUpRequest): LookUpRequest {
  return (apiKey, definition) => {
    const toCall = lookUp(apiKey, definition);
    if (apiKey === PRODUCE) return (given) => writingRecords(toCall(given), given as ProduceRequest);
    if (apiKey === FETCH) return (given) => readingRecords(toCall(given));
    return toCall;
  };
}

function writingRecords(call: Call, given: ProduceRequest): Call {
  if (call.request.apiVersion < FIRST_PRODUCE_VERSION || !isPlain(given)) return call;
  const encode: Call['request']['encode'] = () => {
    const bytes = writeProduceRequest(given, Date.now());
    return Promise.resolve({ buf: bytes, buffer: bytes });
  };
  return { ...call, request: { ...call.request, encode } };
}

function readingRecords(call: Call): Call {
  const { apiVersion } = call.request;
  if (apiVersion < FIRST_FETCH_VERSION) return call;
  const decode = (bytes: Buffer) =>
    Promise.resolve(readFetchResponse(apiVersion, bytes, decompressBounded, damagedBatches));
  return { ...call, response: { ...call.response, decode } };
}

function decompressBounded(codec: number, bytes: Buffer): Buffer {
  return decompress(codec, bytes, MAX_DECOMPRESSED_BYTES);
}
