import { explainFailureClass } from '@casewire/events';
import type { FailureGroup } from '@casewire/invocation-ledger';
import { failureGroupStates } from '@casewire/invocation-state';
import { shownInstant } from '@casewire/rest';
import { z } from 'zod';

/** A group of failures as the API shows it. */
export const failureGroupSchema = z.object({
  id: z.uuid(),
  webhookId: z.string(),
  eventType: z.string(),
  class: z
    .string()
    .describe(
      'What it is that fails: `http-503` for an answer, the outcome of an attempt (`timeout`, `tls-error`), or the code of the reason of invocations that have failed without an attempt (`unknown-secret`). Answers beyond the first few of a webhook are `other`.',
    ),
  meaning: z.string().describe('What the class means, in a sentence.'),
  remedy: z.string().describe('What to do about it, in a sentence.'),
  state: z
    .enum(failureGroupStates)
    .describe(
      '`open`; `recovering`: its webhook has succeeded since the last failure of the group; `ended`: nothing of it is `failed` (or it is ignored until something fails again), and its webhook has succeeded for 10 minutes without a failure of the group.',
    ),
  firstSeenAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  ignored: z
    .boolean()
    .describe('Nobody needs to look at it: until `ignoredUntil`, or until something of it fails again.'),
  ignoredUntil: z.iso
    .datetime()
    .nullable()
    .describe('Null where it is not ignored, or until something of it fails again.'),
  counts: z
    .object({
      waiting: z.int().describe('Invocations whose last attempt has failed and that are sent again.'),
      failed: z.int().describe('Invocations that have failed: nothing more is sent of them by itself.'),
      atLeast: z.boolean().describe('Whether there may be more of both: not all were counted.'),
    })
    .describe('Of a list, up to 1,000 invocations of each group are counted; of one group, up to 10,000.'),
  trend: z
    .array(z.object({ at: z.iso.datetime().describe('The start of the hour.'), count: z.int() }))
    .describe('How much has failed in each of the last 24 hours, attempts and ends without one.'),
  exampleInvocationId: z.uuid().nullable().describe('What failed last. Null where it is not kept any more.'),
});

export type FailureGroupView = z.infer<typeof failureGroupSchema>;

export function toFailureGroupView(group: FailureGroup): FailureGroupView {
  const { id, webhookId, eventType, state, counts, trend, isIgnored, ignoredUntil, exampleId } = group;
  return {
    ...{ id, webhookId, eventType, class: group.class },
    ...explainFailureClass(group.class),
    state,
    firstSeenAt: shownInstant(group.firstSeenAt),
    lastSeenAt: shownInstant(group.lastSeenAt),
    ignored: isIgnored,
    ignoredUntil: ignoredUntil === null ? null : shownInstant(ignoredUntil),
    counts: { waiting: counts.waiting, failed: counts.failed, atLeast: counts.isAtLeast },
    trend: trend.map(({ at, count }) => ({ at: shownInstant(at), count })),
    exampleInvocationId: exampleId,
  };
}
