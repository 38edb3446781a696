import {
  attemptClasses,
  type Statistics,
  type StatisticsOfStretch,
  type WaitingCount,
} from '@casewire/invocation-ledger';
import { shownInstant } from '@casewire/rest';
import { z } from 'zod';
import { stepNames, type Period } from './period.ts';

const percentiles = z.object({ p50: z.number(), p95: z.number(), p99: z.number() }).nullable();

const stretchSchema = z.object({
  attempts: z
    .partialRecord(z.enum(attemptClasses), z.int())
    .describe(
      'Requests by what became of them, counted when they began. A class that did not occur is missing.',
    ),
  ended: z
    .object({ delivered: z.int(), failed: z.int(), cancelled: z.int() })
    .describe('Invocations by how they ended. One that is sent again by hand counts no more until it ends.'),
  successRate: z
    .number()
    .nullable()
    .describe('Delivered, of those delivered and failed; null where there are none.'),
  attemptMs: percentiles.describe(
    'How long requests took, milliseconds: each percentile is the bound of its bucket, at most 41 % too high. Null where there are none.',
  ),
  acceptedToDeliveredMs: percentiles.describe(
    'From the acceptance of the event until it was delivered, by the same buckets. Null where nothing was.',
  ),
});

/** Statistics as the API shows them. */
export const statisticsSchema = z.object({
  step: z.enum(stepNames),
  from: z.iso.datetime().describe('The start of the first step.'),
  to: z.iso.datetime().describe('The end of the last step.'),
  partialFrom: z.iso
    .datetime()
    .nullable()
    .describe(
      'Steps from here on are not complete: they have not ended, or attempts may be under way. Null: all are.',
    ),
  total: stretchSchema,
  series: z.array(stretchSchema.extend({ at: z.iso.datetime().describe('The start of the step.') })),
  waitingNow: z
    .int()
    .nullable()
    .describe('Invocations that wait or are on their way now. Null where they could not be counted.'),
  waitingAtLeast: z
    .boolean()
    .describe('Whether there may be more than `waitingNow` says: not all were read, because there are many.'),
});

export type StatisticsView = z.infer<typeof statisticsSchema>;

export function toStatisticsView(
  { step, from, to, partialFrom }: Period,
  { series, total }: Statistics,
  waiting: WaitingCount | null,
): StatisticsView {
  return {
    step,
    from: shownInstant(from),
    to: shownInstant(to),
    partialFrom: partialFrom === null ? null : shownInstant(partialFrom),
    waitingNow: waiting?.count ?? null,
    waitingAtLeast: waiting?.isAtLeast ?? false,
    total: toStretchView(total),
    series: series.map(({ at, ...stretch }) => ({ at: shownInstant(at), ...toStretchView(stretch) })),
  };
}

function toStretchView({ attempts, ended, ...rest }: StatisticsOfStretch) {
  return { attempts: { ...attempts }, ended: { ...ended }, ...rest };
}
