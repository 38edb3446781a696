import type { Cluster, Connection, RequestQueue } from './internals.ts';

/** How often kafkajs looks for requests that wait without being throttled. */
const CHECK_PENDING_MS = 10;
/**
 * How often a connection with requests under way looks for those that have taken too long. When a broker has gone, its
 * partitions stand still until then.
 */
const CHECK_TIMEOUTS_MS = 100;

/** Mends the connections of a cluster, and gives their queues a clock that is never set back. */
export function mendConnections({ connectionPoolBuilder }: Pick<Cluster, 'connectionPoolBuilder'>): void {
  const { build } = connectionPoolBuilder;
  connectionPoolBuilder.build = async (destination) => {
    const connections = await build(destination);
    for (const connection of connections.pool) {
      mendRequestQueue(connection.requestQueue);
      mendConnect(connection);
      mendDisconnect(connection);
    }
    return connections;
  };
}

/** The size that each answer begins with, in bytes. */
const SIZE_BYTES = 4;

/**
 * Callers who connect at the same time share one socket, and each socket begins with an empty buffer. kafkajs makes a socket for each
 * caller. It also keeps the beginning of an answer that was cut off, and takes the answers of the next socket for the rest of it.
 */
function mendConnect(connection: Connection): void {
  const connect = connection.connect.bind(connection);
  let connecting: Promise<unknown> | undefined;
  connection.connect = () => {
    if (connection.isConnected()) return connect();
    connecting ??= begin().finally(() => (connecting = undefined));
    return connecting;
  };
  const begin = async (): Promise<unknown> => {
    connection.chunks = [];
    connection.bytesBuffered = 0;
    connection.bytesNeeded = SIZE_BYTES;
    const connected = connect();
    const { socket } = connection;
    try {
      return await connected;
    } catch (error) {
      socket?.destroy();
      throw error;
    }
  };
}

/**
 * Nothing is read from a socket that was ended, and an attempt to connect is left alone. kafkajs takes late data of an ended socket
 * for answers of the next one, and a caller who could not connect ends the attempt that another caller has begun meanwhile.
 */
function mendDisconnect(connection: Connection): void {
  const disconnect = connection.disconnect.bind(connection);
  connection.disconnect = async () => {
    const { socket } = connection;
    if (!connection.isConnected()) {
      // An attempt that nobody waits for any more keeps no process from ending.
      socket?.unref();
      return true;
    }
    await disconnect();
    socket?.destroy();
    return true;
  };
}

/**
 * kafkajs measures by the wall clock how long a request takes and how long a queue is throttled: while a clock that was
 * set back catches up, no request times out. It also schedules a look at a queue in which nothing waits, with a negative
 * timeout, which Node takes for 1 ms (kafkajs issue 1751).
 */
function mendRequestQueue(queue: RequestQueue): void {
  const isThrottled = (): boolean => queue.throttledUntil > performance.now();
  queue.maybeThrottle = (ms) => {
    if (ms !== null && ms > 0) queue.throttledUntil = Math.max(queue.throttledUntil, performance.now() + ms);
  };
  queue.canSendSocketRequestImmediately = () => {
    const { maxInFlightRequests: max, inflight } = queue;
    return !isThrottled() && (max === null || inflight.size < max);
  };
  queue.scheduleCheckPendingRequests = () => {
    if (queue.pending.length === 0 || queue.throttleCheckTimeoutId !== null) return;
    const waitMs = isThrottled() ? queue.throttledUntil - performance.now() : CHECK_PENDING_MS;
    queue.throttleCheckTimeoutId = setTimeout(() => {
      queue.throttleCheckTimeoutId = null;
      queue.checkPendingRequests();
    }, waitMs);
  };
  mendTimeouts(queue);
}

/**
 * kafkajs looks for requests that have taken too long ten times a second, also on connections without any, and no more once a
 * connection ends or is made a second time: a request that is under way at that moment would never end.
 */
function mendTimeouts(queue: RequestQueue): void {
  const sentAt = new WeakMap<object, number>();
  let timer: NodeJS.Timeout | undefined;
  const check = (): void => {
    timer = undefined;
    const now = performance.now();
    for (const request of queue.inflight.values()) {
      if (now - (sentAt.get(request) ?? now) > request.requestTimeout) request.timeoutRequest();
    }
    if (queue.inflight.size > 0) watch();
  };
  const watch = (): void => {
    timer ??= setTimeout(check, CHECK_TIMEOUTS_MS);
  };
  const create = queue.createSocketRequest.bind(queue);
  queue.createSocketRequest = (pushed) => {
    const request = create(pushed);
    const send = request.send.bind(request);
    request.send = () => {
      sentAt.set(request, performance.now());
      watch();
      send();
    };
    return request;
  };
  queue.scheduleRequestTimeoutCheck = () => undefined;
}
