import { findFreePort } from '@casewire/embedded';
import { eventually, testTopicPrefix } from '@casewire/testing';
import { HttpPublisher, publishToKafka } from '../load/publishers.ts';
import { startAgain, type Ground } from '../system/ground.ts';
import type { Workbench } from '../system/workbench.ts';
import type { StagesOptions } from './run-stages.ts';
import { countAttempts, insertWebhook, schema } from './schema.ts';
import { floorTopics, stages, type StageName } from './stages.ts';

/** How the floor is laid. */
export interface FloorShape {
  /** `each`: a process for each stage. */
  readonly processes: 'one' | 'each';
  /** Of every topic. */
  readonly partitions: number;
}

const READY_DEADLINE_MS = 60_000;

/** Bare loops over the same kind of topics and statements, without what makes Casewire: the least that its design can cost. */
export async function openFloor(
  ground: Ground,
  opened: AsyncDisposableStack,
  { processes, partitions }: FloorShape,
): Promise<Workbench> {
  const { upstream, pool, sink } = ground;
  await pool.query(schema);
  await pool.query(insertWebhook, [`${sink.url}/hook`]);
  const topicPrefix = testTopicPrefix();
  await createTopics(ground, topicPrefix, partitions);
  const httpPort = await findFreePort();
  const names = Object.keys(stages) as StageName[];
  const started = new Map<string, number>();
  for (const group of processes === 'one' ? [names] : names.map((name) => [name])) {
    const options: StagesOptions = {
      names: group,
      brokers: ground.brokers,
      databaseUrl: ground.databaseUrl,
      topicPrefix,
      partitions,
      sinkUrl: sink.url,
      httpPort,
    };
    const { pid } = await startAgain(['stages', JSON.stringify(options)], ground, opened);
    started.set(group.join('+'), pid);
  }
  await untilReady(ground, names, topicPrefix);
  const http = new HttpPublisher(`http://127.0.0.1:${httpPort}`, 'none', { tenantid: 'tenant' });
  opened.defer(() => http.close());
  return {
    ...ground,
    processes: new Map([...ground.servers, ...started]),
    publishers: {
      kafka: (count) => publishToKafka(upstream, `${topicPrefix}events`, count, { tenantid: 'tenant' }),
      http: (count) => http.publish(count),
    },
    countRecorded: async () => {
      const { rows } = await pool.query<{ ended: number }>(countAttempts);
      return rows[0]?.ended ?? 0;
    },
  };
}

async function createTopics({ kafka }: Ground, topicPrefix: string, partitions: number): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    await admin.createTopics({
      topics: floorTopics.map((name) => ({ topic: topicPrefix + name, numPartitions: partitions })),
    });
  } finally {
    await admin.disconnect();
  }
}

/** Every consumer group has its member. */
async function untilReady(
  { kafka }: Ground,
  names: readonly StageName[],
  topicPrefix: string,
): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    await eventually(
      async () => {
        const { groups } = await admin.describeGroups(names.map((name) => topicPrefix + name));
        const waiting = groups.filter(({ state }) => state !== 'Stable');
        if (waiting.length > 0) throw new Error(`${waiting.length} stages of the floor are not ready`);
      },
      { deadlineMs: READY_DEADLINE_MS, intervalMs: 100 },
    );
  } finally {
    await admin.disconnect();
  }
}
