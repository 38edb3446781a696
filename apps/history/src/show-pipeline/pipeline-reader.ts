import { setTimeout as delay } from 'node:timers/promises';
import { listDayPartitions, type Pool } from '@casewire/database';
import { topics, type TopicKey } from '@casewire/events';
import {
  countOpen,
  listCuts,
  oldestDue,
  type OpenInvocations,
  type ShownCut,
} from '@casewire/invocation-ledger';
import type { KafkaAdmin } from '@casewire/kafka';
import type { Logger } from '@casewire/observability';
import type { Positions } from '../find-lost/positions.ts';
import { readDeadLetters, type DeadLetter } from './dead-letters.ts';

/** What reads which of Casewire's own topics. */
const readings = [
  ['ingestion', 'events'],
  ['matching', 'accepted'],
  ['delivery', 'deliveries'],
  ['history', 'deliveries'],
  ['history', 'ordered'],
  ['history', 'attempts'],
] as const;

/** Tables whose partitions are days. */
const tables = ['ingestion.events', 'history.invocations', 'history.attempts'];

const SHOWN_CUTS = 5;

/** A part that takes longer is missing from the answer. */
const PATIENCE_MS = 8_000;

/** How far a service has read a topic. */
interface Reader {
  readonly service: string;
  readonly topic: string;
  readonly behind: number;
  readonly partitions: readonly {
    readonly partition: number;
    readonly position: string | null;
    readonly end: string;
    readonly behind: number;
  }[];
}

interface Days {
  readonly table: string;
  readonly days: number;
  /** `2026-11-20`. */
  readonly oldest: string | null;
  readonly newest: string | null;
}

/** What waits between the services. A part that could not be read is null. */
export interface Pipeline {
  readonly unavailable: readonly string[];
  readonly readers: readonly Reader[] | null;
  readonly open: (OpenInvocations & { readonly oldestDueAt: number | null }) | null;
  readonly cuts: readonly ShownCut[] | null;
  readonly days: readonly Days[] | null;
  readonly deadLetters: readonly DeadLetter[] | null;
}

export interface PipelineParts {
  readonly pool: Pool;
  readonly admin: Pick<KafkaAdmin, 'latestRecords'>;
  readonly positions: Pick<Positions, 'log' | 'committed' | 'applied'>;
  readonly prefix: string;
  readonly logger: Logger;
}

/** Reads what waits between the services, for the operator. */
export class PipelineReader {
  readonly #parts: PipelineParts;

  constructor(parts: PipelineParts) {
    this.#parts = parts;
  }

  /** Never fails: what cannot be read in time is named in `unavailable`. */
  async read(): Promise<Pipeline> {
    const { pool, admin, prefix } = this.#parts;
    const unavailable = new Set<string>();
    const part = async <Part>(name: string, read: () => Promise<Part>): Promise<Part | null> => {
      try {
        return await inTime(read());
      } catch (error) {
        this.#parts.logger.warn({ error, part: name }, 'a part of the pipeline was not read');
        unavailable.add(name);
        return null;
      }
    };
    const [readers, open, cuts, days, deadLetters] = await Promise.all([
      part('kafka', () => Promise.all(readings.map(([service, topic]) => this.#reader(service, topic)))),
      part('postgres', async () => ({ ...(await countOpen(pool)), oldestDueAt: await oldestDue(pool) })),
      part('postgres', () => listCuts(pool, SHOWN_CUTS)),
      part('postgres', () => Promise.all(tables.map((table) => daysOf(pool, table)))),
      part('dead letters', () => readDeadLetters(admin, prefix)),
    ]);
    return { unavailable: [...unavailable], readers, open, cuts, days, deadLetters };
  }

  async #reader(service: (typeof readings)[number][0], topic: TopicKey): Promise<Reader> {
    const { positions } = this.#parts;
    const read = service === 'history' ? positions.applied(topic) : positions.committed(service, topic);
    // Positions first: a reader must not seem to be ahead of its topic.
    const at = await read;
    const { start, end } = await positions.log(topic);
    const partitions = [...end].map(([partition, last]) => {
      const position = at.get(partition);
      const first = start.get(partition) ?? 0n;
      const from = position !== undefined && position > first ? position : first;
      return {
        partition,
        position: position === undefined ? null : String(position),
        end: String(last),
        behind: Number(last > from ? last - from : 0n),
      };
    });
    const behind = partitions.reduce((sum, each) => sum + each.behind, 0);
    const inOrder = partitions.toSorted((one, other) => one.partition - other.partition);
    return { service, topic: topics[topic].name, behind, partitions: inOrder };
  }
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  const over = new AbortController();
  const late = delay(PATIENCE_MS, undefined, { signal: over.signal }).then(() => {
    throw new Error(`took more than ${PATIENCE_MS} ms`);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    over.abort();
    late.catch(() => undefined);
  }
}

async function daysOf(pool: Pool, table: string): Promise<Days> {
  const partitions = await listDayPartitions(pool, table);
  const dateOf = (day: Date | undefined) => day?.toISOString().slice(0, 10) ?? null;
  return {
    table,
    days: partitions.length,
    oldest: dateOf(partitions[0]?.day),
    newest: dateOf(partitions.at(-1)?.day),
  };
}
