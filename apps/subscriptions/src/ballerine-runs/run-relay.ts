import type { Pool } from '@casewire/database';
import type { RecordProducer } from '@casewire/kafka';
import type { Logger } from '@casewire/observability';
import { sendWaitingRuns, type WaitingRun } from '@casewire/subscription-store';
import type { SubscriptionsMetrics } from '../subscriptions-metrics.ts';

/** Commands that one transaction sends at most. */
const BATCH = 16;

/** Pause after a round that found no full batch. Commands that other processes did not send are found after it. */
const IDLE_MS = 1_000;

/** Pause while Kafka is away. */
const AWAY_MS = 250;

/** How long a transaction is open for the brokers. */
const ANSWER_WITHIN_MS = 30_000;

export interface RelayOptions {
  readonly pool: Pool;
  readonly producer: Pick<RecordProducer, 'ready' | 'send'>;
  /** Full name of the topic. */
  readonly topic: string;
  readonly logger: Logger;
  readonly metrics: SubscriptionsMetrics;
}

/** Puts the commands of requested runs on Kafka. @returns milliseconds until the next round */
export async function runRelayRound(options: RelayOptions): Promise<number> {
  const { pool, producer, topic, logger, metrics } = options;
  if (!producer.ready) return AWAY_MS;
  const send = async ({ id, command }: WaitingRun): Promise<string[]> => {
    try {
      await producer.send(
        { topic, key: id, value: command, headers: { 'content-type': 'application/json' } },
        { answerWithinMs: ANSWER_WITHIN_MS },
      );
      metrics.runCommands.inc({ outcome: 'sent' });
      return [id];
    } catch (error) {
      metrics.runCommands.inc({ outcome: 'failed' });
      logger.warn({ error, runId: id }, 'a run command was not acknowledged, trying again later');
      return [];
    }
  };
  const due = await sendWaitingRuns(pool, BATCH, async (runs) => (await Promise.all(runs.map(send))).flat());
  return due === BATCH ? 0 : IDLE_MS;
}
