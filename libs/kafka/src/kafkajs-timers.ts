import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';

/**
 * Stops kafkajs from waking up every millisecond on every connection: it schedules a look at its queue of requests even
 * if nothing is queued, with a negative timeout, which Node takes for 1 ms (kafkajs issue 1751).
 */
export function calmRequestQueues(): void {
  const { prototype } = RequestQueue;
  const schedule = Reflect.get(prototype, 'scheduleCheckPendingRequests');
  prototype.scheduleCheckPendingRequests = function scheduleIfNeeded(this: RequestQueue): void {
    if (this.pending.length > 0) schedule.call(this);
  };
}
