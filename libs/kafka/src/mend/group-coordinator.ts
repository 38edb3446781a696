import { setTimeout as delay } from 'node:timers/promises';
import { isConnectionFault } from './connection-fault.ts';
import type { GroupSession } from './group-session.ts';
import type { Cluster, Coordinator, GroupMembership, OffsetRequest } from './internals.ts';

/** Pause before the coordinator is looked for again. */
const FIND_PAUSE_MS = 250;
/** How long kafkajs is held up by a broker that cannot be reached, so that it does not try at full speed. */
const AWAY_PAUSE_MS = 100;

export interface GroupMending {
  readonly session: GroupSession;
  readonly heartbeatIntervalMs: number;
}

/** By its name, kafkajs looks for the partitions' leaders elsewhere; at other errors it would stop all fetching. */
class BrokerAwayError extends Error {
  override readonly name = 'KafkaJSBrokerNotFound';
  readonly retriable = true;
}

/**
 * Puts a coordinator of ours between kafkajs's consumer and the broker that coordinates its group, and lets the consumer
 * go on with other brokers while one is away.
 */
export function mendGroup(cluster: Cluster, mending: GroupMending): void {
  const find = cluster.findGroupCoordinator.bind(cluster);
  cluster.findGroupCoordinator = async (wanted) =>
    new GroupCoordinator(await find(wanted), () => find(wanted), mending);
  const findBroker = cluster.findBroker.bind(cluster);
  cluster.findBroker = async (wanted) => {
    try {
      return await findBroker(wanted);
    } catch (error) {
      if (!isConnectionFault(error)) throw error;
      await delay(AWAY_PAUSE_MS);
      throw new BrokerAwayError(`broker ${wanted.nodeId} cannot be reached`, { cause: error });
    }
  };
}

/**
 * The broker that coordinates a group, whichever it is at the moment. kafkajs would join the group anew when another
 * broker takes over, and measures by the wall clock when a heartbeat is due: a clock that is set back by an hour
 * would stop the heartbeats for an hour.
 */
class GroupCoordinator implements Coordinator {
  readonly #find: () => Promise<Coordinator>;
  readonly #session: GroupSession;
  readonly #heartbeatIntervalMs: number;
  #broker: Coordinator;
  #isFinding = false;
  #isBeating = false;
  #beatAt = -Infinity;
  /** What the coordinator has answered to the last heartbeat, unless it was good. */
  #refusal: Error | undefined;

  constructor(
    broker: Coordinator,
    find: () => Promise<Coordinator>,
    { session, heartbeatIntervalMs }: GroupMending,
  ) {
    this.#broker = broker;
    this.#find = find;
    this.#session = session;
    this.#heartbeatIntervalMs = heartbeatIntervalMs;
  }

  get nodeId(): Coordinator['nodeId'] {
    return this.#broker.nodeId;
  }

  /** Always, so that kafkajs does not put the broker itself in this object's place. */
  isConnected(): boolean {
    return true;
  }

  async joinGroup(request: object): Promise<GroupMembership> {
    const membership = await this.#ask((broker) => broker.joinGroup(request));
    this.#session.joined(membership.memberId, membership.generationId);
    return membership;
  }

  async syncGroup(request: object): Promise<unknown> {
    const sentAt = performance.now();
    const answer = await this.#ask((broker) => broker.syncGroup(request));
    this.#session.confirm(sentAt);
    return answer;
  }

  leaveGroup(request: object): Promise<unknown> {
    return this.#ask((broker) => broker.leaveGroup(request));
  }

  /**
   * Answers at once, because kafkajs needs no offsets of the group: a partition is paused until `seek` says where its
   * reading begins. kafkajs would ask the leaders of partitions that nothing is committed of for their logs' beginnings,
   * and join the group anew for each that is not ready for it, dozens of times when topics were just made.
   */
  offsetFetch({ topics }: OffsetRequest): Promise<unknown> {
    const responses = topics.map(({ topic, partitions }) => ({
      topic,
      partitions: partitions.map(({ partition }) => ({ partition, offset: '0' })),
    }));
    return Promise.resolve({ responses });
  }

  offsetCommit(request: object): Promise<unknown> {
    return this.#ask((broker) => broker.offsetCommit(request));
  }

  /**
   * Sends a heartbeat if one is due, and waits for no answer: fetching must not stop because the coordinator is away.
   * @throws what the coordinator has answered to the heartbeat before
   */
  async heartbeat(request: object): Promise<void> {
    const refusal = this.#refusal;
    this.#refusal = undefined;
    if (refusal !== undefined) throw refusal;
    const now = performance.now();
    if (this.#isBeating || now < this.#beatAt + this.#heartbeatIntervalMs) return;
    this.#beatAt = now;
    void this.#beat(request, now);
    await Promise.resolve();
  }

  async #beat(request: object, sentAt: number): Promise<void> {
    this.#isBeating = true;
    try {
      await this.#ask((broker) => broker.heartbeat(request));
      this.#session.confirm(sentAt);
    } catch (error) {
      if (!isCoordinatorAway(error)) this.#refusal = error as Error;
    }
    this.#isBeating = false;
  }

  async #ask<T>(question: (broker: Coordinator) => Promise<T>): Promise<T> {
    try {
      return await question(this.#broker);
    } catch (error) {
      if (isCoordinatorAway(error)) void this.#findAgain();
      throw error;
    }
  }

  /** Until another fault says that it was in vain. */
  async #findAgain(): Promise<void> {
    if (this.#isFinding) return;
    this.#isFinding = true;
    await delay(FIND_PAUSE_MS);
    this.#broker = await this.#find().catch(() => this.#broker);
    // So that the new coordinator hears of us at once.
    this.#beatAt = -Infinity;
    this.#isFinding = false;
  }
}

const away = new Set([
  'NOT_COORDINATOR_FOR_GROUP',
  'GROUP_COORDINATOR_NOT_AVAILABLE',
  'GROUP_LOAD_IN_PROGRESS',
]);

/** Whether another broker is or becomes the coordinator, or this one cannot be reached. */
function isCoordinatorAway(error: unknown): boolean {
  if (isConnectionFault(error)) return true;
  return error instanceof Error && 'type' in error && away.has(String(error.type));
}
