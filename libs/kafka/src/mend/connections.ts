import type { Cluster, Connection, RequestQueue } from './internals.ts';

/** How often kafkajs looks for requests that wait without being throttled. */
const CHECK_PENDING_MS = 10;
/**
 * How often a connection with requests under way looks for those that have taken too long. When a broker has gone, its
 * partitions stand still until then.
 */
const CHECK_TIMEOUTS_MS = 100;

/** Gives the queues of a cluster's connections a clock that is never set back, and lets them sleep while empty. */
export function mendConnections({ connectionPoolBuilder }: Pick<Cluster, 'connectionPoolBuilder'>): void {
  const { build } = connectionPoolBuilder;
  connectionPoolBuilder.build = async (destination) => {
    const connections = await build(destination);
    for (const connection of connections.pool) {
      mendRequestQueue(connection.requestQueue);
      mendDisconnect(connection);
    }
    return connections;
  };
}

/** kafkajs ends a socket again that is gone, with each try to connect to a broker, and each time adds a listener to it. */
function mendDisconnect(connection: Connection): void {
  const disconnect = connection.disconnect.bind(connection);
  connection.disconnect = async () => {
    const isGone = connection.socket?.destroyed === true && !connection.isConnected();
    return isGone || disconnect();
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

/** kafkajs looks for requests that have taken too long ten times a second, also on connections without any. */
function mendTimeouts(queue: RequestQueue): void {
  const sentAt = new WeakMap<object, number>();
  const check = (): void => {
    queue.requestTimeoutIntervalId = undefined;
    const now = performance.now();
    for (const request of queue.inflight.values()) {
      if (now - (sentAt.get(request) ?? now) > request.requestTimeout) request.timeoutRequest();
    }
    if (queue.inflight.size > 0 && queue.isConnected()) watch();
  };
  const watch = (): void => {
    queue.requestTimeoutIntervalId ??= setTimeout(check, CHECK_TIMEOUTS_MS);
  };
  const destroy = queue.destroy.bind(queue);
  queue.destroy = () => {
    destroy();
    queue.requestTimeoutIntervalId = undefined;
  };
  const create = queue.createSocketRequest.bind(queue);
  queue.createSocketRequest = (pushed) => {
    const request = create(pushed);
    const send = request.send.bind(request);
    request.send = () => {
      send();
      sentAt.set(request, performance.now());
      watch();
    };
    return request;
  };
  queue.scheduleRequestTimeoutCheck = () => {
    queue.destroy();
  };
}
