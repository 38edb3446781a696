import { setTimeout as delay } from 'node:timers/promises';
import type { Admin } from 'kafkajs';
import { isTransientKafkaError } from '../kafka-error.ts';

/** How long new topics may take until all their partitions have leaders. */
const DEADLINE_MS = 5_000;
const POLL_MS = 100;

/**
 * Waits until all partitions of the topics have leaders. A broker that has not heard of a new topic says that there is none.
 * @param topics their names
 * @param deadlineMs when it gives up, in milliseconds. Default 5,000
 * @throws the broker's last answer, if it is not a transient one or the deadline has passed
 */
export async function untilLed(
  admin: Pick<Admin, 'fetchTopicMetadata'>,
  topics: string[],
  deadlineMs = DEADLINE_MS,
): Promise<void> {
  const deadline = performance.now() + deadlineMs;
  for (;;) {
    try {
      await admin.fetchTopicMetadata({ topics });
      return;
    } catch (error) {
      if (!isTransientKafkaError(error) || performance.now() >= deadline) throw error;
    }
    await delay(POLL_MS);
  }
}
