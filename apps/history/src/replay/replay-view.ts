import { describeReasons } from '@casewire/events';
import { replaySelections, replayStates, type Replay } from '@casewire/invocation-ledger';
import { shownInstant } from '@casewire/rest';
import { z } from 'zod';

/** A replay as the API shows it. */
export const replaySchema = z.object({
  id: z.uuid(),
  webhookId: z.string(),
  state: z
    .enum(replayStates)
    .describe(
      '`running`, `paused`, or at its end `finished` or `cancelled`. While its webhook is paused, a replay waits.',
    ),
  reason: z
    .string()
    .nullable()
    .describe(describeReasons('Why Casewire has cancelled it.', ['failed-invocation'], 'delivery')),
  waitsForMatching: z
    .boolean()
    .describe(
      'A replay of what is `missing` begins when ingestion, matching and the history have passed what was published before.',
    ),
  filter: z
    .object({
      since: z.iso.datetime(),
      until: z.iso.datetime(),
      status: z.enum(replaySelections),
      eventType: z.string().nullable(),
      subject: z.string().nullable(),
      reason: z.string().nullable(),
      failure: z.string().nullable().describe('The class of the failure group that is sent again.'),
    })
    .describe('What was asked for.'),
  newIds: z.boolean(),
  count: z.int().describe('What there was to send when it was asked for.'),
  progress: z
    .object({
      started: z.int(),
      waiting: z.int().describe('Started, and without an outcome yet.'),
      delivered: z.int(),
      retrying: z.int().describe('The first attempt failed; the policy of the webhook goes on with them.'),
      failed: z.int(),
      cancelled: z.int(),
    })
    .describe('What became of the first attempt that the replay led to.'),
  createdAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
});

export type ReplayView = z.infer<typeof replaySchema>;

export function toReplayView(replay: Replay): ReplayView {
  const { id, webhookId, state, endReason, selection, newIds, count, endedAt } = replay;
  const { started, delivered, retrying, failed, cancelled } = replay;
  return {
    id,
    webhookId,
    state,
    reason: endReason,
    waitsForMatching: !replay.isCaughtUp && endedAt === null,
    filter: {
      since: shownInstant(replay.since),
      until: shownInstant(replay.until),
      status: selection,
      eventType: replay.eventType,
      subject: replay.subject,
      reason: replay.reason,
      failure: replay.failure,
    },
    newIds,
    count,
    progress: {
      started,
      waiting: started - delivered - retrying - failed - cancelled,
      delivered,
      retrying,
      failed,
      cancelled,
    },
    createdAt: shownInstant(replay.createdAt),
    endedAt: endedAt === null ? null : shownInstant(endedAt),
  };
}
