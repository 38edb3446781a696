import type { Sight } from '@casewire/identity';
import { shownInstant } from '@casewire/rest';
import { z } from 'zod';
import type { DeadLetter } from './dead-letters.ts';
import type { Pipeline } from './pipeline-reader.ts';

const offset = z.string().describe('As decimal text: JSON has no 64-bit integers.');

/** How many there are; counted up to 10,000. */
const count = z.int();

export const pipelineSchema = z.object({
  complete: z.boolean(),
  unavailable: z
    .array(z.string())
    .describe('What could not be read now: `kafka`, `postgres`, `dead letters`.'),
  readers: z
    .array(
      z.object({
        service: z.string().describe('Its consumer group is the prefix of the topics and this name.'),
        topic: z.string().describe('Without the prefix.'),
        behind: z.int().describe('Records that it has not read, in all partitions.'),
        partitions: z.array(
          z.object({
            partition: z.int(),
            position: offset.nullable().describe('The next one that it reads; null before its first commit.'),
            end: offset,
            behind: z.int(),
          }),
        ),
      }),
    )
    .nullable()
    .describe('How far services have read topics; history by its own positions. Null where Kafka is away.'),
  open: z
    .object({
      released: count.describe('On their way to receivers.'),
      scheduled: count.describe('For a later time, those that are overdue among them.'),
      overdue: count.describe('Due for more than five seconds.'),
      held: count.describe('Behind an earlier one of their subject.'),
      heldByWebhook: count.describe('By a pause, or by a receiver that is unavailable.'),
      hidden: count.describe('Known by an attempt alone; their delivery has not been read.'),
      oldestDueAt: z.iso.datetime().nullable().describe('The oldest due time that has passed.'),
    })
    .nullable()
    .describe('Invocations that have not ended, each counted up to 10,000. Null where PostgreSQL is away.'),
  cuts: z
    .array(
      z.object({
        begunAt: z.iso.datetime(),
        finishedAt: z.iso.datetime().nullable(),
        waitsFor: z
          .enum(['delivery', 'history'])
          .nullable()
          .describe('Whose reading it waits for, while it goes on.'),
        releasedAgain: z.int().describe('Releases that were lost, and are sent again.'),
        bodiesLost: z.int(),
      }),
    )
    .nullable()
    .describe('The latest searches for lost releases. Null where PostgreSQL is away.'),
  days: z
    .array(
      z.object({
        table: z.string(),
        days: z.int(),
        oldest: z.iso.date().nullable(),
        newest: z.iso.date().nullable(),
      }),
    )
    .nullable()
    .describe('Partitions of tables that are kept by days. Null where PostgreSQL is away.'),
  deadLetters: z
    .array(
      z.object({
        partition: z.int(),
        offset,
        at: z.iso.datetime(),
        reason: z.string().nullable(),
        detail: z.string().nullable(),
        origin: z.object({ topic: z.string(), partition: z.string(), offset: z.string() }).nullable(),
        rejectedEventId: z
          .string()
          .nullable()
          .describe('Of an event that was not accepted; null for a dead letter of another kind.'),
        bytes: z.int().describe('Of its value, as it stands on the topic.'),
        valueBase64: z
          .string()
          .optional()
          .describe(
            'With the scope `payloads`: the first 1,024 bytes of its value. Absent for a session where it is an event, which `POST /v1/reveals` shows to its tenant.',
          ),
      }),
    )
    .nullable()
    .describe(
      'The latest records on the rejected topic, newest first: what could never be handled, and events that were not accepted. Null where they could not be read.',
    ),
});

type PipelineView = z.infer<typeof pipelineSchema>;

/** @param sight of the caller. A session does not see what events hold that were not accepted. */
export function toPipelineView(
  { unavailable, readers, open, cuts, days, deadLetters }: Pipeline,
  sight: Sight,
): PipelineView {
  return {
    complete: unavailable.length === 0,
    unavailable: [...unavailable],
    readers:
      readers?.map(({ partitions, ...reader }) => ({ ...reader, partitions: [...partitions] })) ?? null,
    open: open && toOpenView(open),
    cuts: cuts?.map(toCutView) ?? null,
    days: days && [...days],
    deadLetters:
      deadLetters?.map(({ at, value, ...letter }) => ({
        ...letter,
        at: shownInstant(at),
        ...(isShown(letter, sight) && { valueBase64: value.toString('base64') }),
      })) ?? null,
  };
}

function isShown({ rejectedEventId }: Pick<DeadLetter, 'rejectedEventId'>, sight: Sight): boolean {
  return sight === 'all' || (sight !== 'none' && rejectedEventId === null);
}

function toCutView({ begunAt, finishedAt, ...cut }: NonNullable<Pipeline['cuts']>[number]) {
  return {
    begunAt: shownInstant(begunAt),
    finishedAt: finishedAt === null ? null : shownInstant(finishedAt),
    ...cut,
  };
}

function toOpenView({
  'held-by-webhook': heldByWebhook,
  oldestDueAt,
  ...open
}: NonNullable<Pipeline['open']>) {
  return { ...open, heldByWebhook, oldestDueAt: oldestDueAt === null ? null : shownInstant(oldestDueAt) };
}
