import { setTimeout as delay } from 'node:timers/promises';
import { decompress } from '../compression/decompress.ts';
import { DamagedBatches } from '../wire/damaged-batches.ts';
import { FIRST_FETCH_VERSION, readFetchResponse, type FetchResponse } from '../wire/fetch-response.ts';
import type { TopicPartition } from '../record.ts';
import { disconnect, isConnectionFault } from './connection-fault.ts';
import type { Broker, Call } from './internals.ts';

/** Number of the request in Kafka's protocol. */
export const FETCH = 1;

/** kafkajs has two connections to a broker, and one of them fetches. */
const FETCH_CONNECTION = 1;

/** Bytes that one compressed batch may become: a small record must not fill the memory. */
const MAX_DECOMPRESSED_BYTES = 64 * 1024 * 1024;

/** How long a fetch waits that could bring nothing, so that it is not repeated at full speed. */
const FRUITLESS_PAUSE_MS = 100;

/** Of all clients: a membership that begins anew goes on counting. */
const damagedBatches = new DamagedBatches();

/**
 * Errors of one partition that pass when its leader is found or comes to itself: unknown partition, no leader, not the
 * leader, replica away, storage, fenced and unknown epoch, offset not available yet, unknown topic id, and -1, which
 * stands for any fault within the broker.
 */
const passing = new Set([3, 5, 6, 9, 56, 74, 75, 78, 100, -1]);

const OFFSET_OUT_OF_RANGE = 1;

/** How long the broker holds a fetch back that would bring less. */
export interface FetchWait {
  readonly maxWaitTime: number;
  readonly minBytes: number;
}

/** Decides how the fetches of a client wait. */
export interface FetchPace {
  /** @param isQuiet whether the fetch before this one has waited in vain */
  waitOf(isQuiet: boolean): FetchWait;
  /** Aborted when the client is closed: a fetch that waits is given up. */
  readonly closing: AbortSignal;
}

/** Is told of partitions that a fetch has brought nothing of. */
export interface FetchObserver {
  readonly onLeadersMoved: () => void;
  /** The position lies outside the log. */
  readonly onOutOfRange: (partition: TopicPartition) => void;
}

/**
 * Reads the answer to a fetch by our own codec: kafkajs's takes four times the CPU and memory, and stops for ever at a
 * batch that it cannot read. A partition whose leader moves, or whose position lies outside the log, is left out, while
 * kafkajs would drop all that the answer brings of others, and join the group anew or commit a position of its own.
 */
export function readingFetch(call: Call, observer: FetchObserver): Call {
  const { apiVersion } = call.request;
  if (apiVersion < FIRST_FETCH_VERSION) return call;
  const decode = (bytes: Buffer) =>
    Promise.resolve(readFetchResponse(apiVersion, bytes, decompressBounded, damagedBatches));
  const parse: Call['response']['parse'] = async (answer) => {
    const response = answer as FetchResponse;
    const usable = withoutTroubled(response, observer);
    if (usable !== response && !bringsRecords(usable)) await delay(FRUITLESS_PAUSE_MS);
    return call.response.parse(usable);
  };
  return { ...call, response: { decode, parse } };
}

/** The same response if no partition has such an error. */
function withoutTroubled(response: FetchResponse, observer: FetchObserver): FetchResponse {
  const isTroubled = ({ errorCode }: { readonly errorCode: number }) =>
    passing.has(errorCode) || errorCode === OFFSET_OUT_OF_RANGE;
  if (!response.responses.some(({ partitions }) => partitions.some(isTroubled))) return response;
  const responses = response.responses.map(({ topicName: topic, partitions }) => {
    for (const { partition, errorCode } of partitions) {
      if (errorCode === OFFSET_OUT_OF_RANGE) observer.onOutOfRange({ topic, partition });
      else if (passing.has(errorCode)) observer.onLeadersMoved();
    }
    return { topicName: topic, partitions: partitions.filter((partition) => !isTroubled(partition)) };
  });
  return { ...response, responses };
}

function bringsRecords({ responses }: FetchResponse): boolean {
  return responses.some(({ partitions }) => partitions.some(({ messages }) => messages.length > 0));
}

function decompressBounded(codec: number, bytes: Buffer): Buffer {
  return decompress(codec, bytes, MAX_DECOMPRESSED_BYTES);
}

/**
 * A broker that is away brings nothing, and its leaders are looked for elsewhere. kafkajs would stop fetching from all
 * brokers, and after some such faults give up the membership. A fetch waits as `pace` says, and the end of the consumer cuts it
 * off. All fetches of kafkajs wait equally long, and the end of a consumer waits for them.
 */
export function mendFetch(broker: Broker, { onLeadersMoved }: FetchObserver, pace?: FetchPace): void {
  const fetch = broker.fetch.bind(broker);
  const connection = () => broker.connectionPool.pool[FETCH_CONNECTION];
  const cut = (): void => {
    connection()?.socket?.destroy(new Error('the consumer is closed'));
  };
  const closing = pace?.closing;
  const isClosing = (): boolean => closing?.aborted ?? false;
  let isQuiet = false;
  broker.fetch = async (options) => {
    if (isClosing()) return NOTHING;
    closing?.addEventListener('abort', cut);
    try {
      const answer = await fetch({ ...options, ...pace?.waitOf(isQuiet) });
      isQuiet = !bringsRecords(answer as FetchResponse);
      return answer;
    } catch (error) {
      if (!isConnectionFault(error)) throw error;
      if (isClosing()) return NOTHING;
      onLeadersMoved();
      disconnect(connection());
      await delay(FRUITLESS_PAUSE_MS);
      return NOTHING;
    } finally {
      closing?.removeEventListener('abort', cut);
    }
  };
}

const NOTHING = { responses: [] };
