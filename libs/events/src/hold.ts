import { z } from 'zod';
import type { WaitReason } from './reasons.ts';

export const holdKinds = ['pause', 'own-pause', 'breaker', 'retry-after'] as const;

/**
 * What keeps the invocations of a webhook from being sent. Holds of one kind are numbered for each webhook, so that the end
 * of one never frees what a later one holds.
 */
export const holdSchema = z.object({
  /** `pause`: the webhook's owner has paused it. `own-pause`: Casewire has, after nothing but failures for days.
   * `breaker`: its receiver is overloaded or gone. `retry-after`: its receiver asked to be left alone. The two share their
   * numbers. */
  kind: z.enum(holdKinds),
  number: z.int().positive(),
});

export type Hold = z.infer<typeof holdSchema>;

/** What becomes of the invocations that a hold has kept, when it ends. */
export const backlogChoices = ['send', 'skip'] as const;

export type BacklogChoice = (typeof backlogChoices)[number];

const reasons: Readonly<Record<Hold['kind'], WaitReason>> = {
  pause: 'webhook-paused',
  'own-pause': 'paused-by-casewire',
  breaker: 'receiver-unavailable',
  'retry-after': 'retry-after',
};

/** Why an invocation waits that the hold keeps. */
export function reasonOfHold({ kind }: Hold): WaitReason {
  return reasons[kind];
}

/** A hold as columns have it: `pause 3`. */
export function encodeHold({ kind, number }: Hold): string {
  return `${kind} ${number}`;
}

/** Undefined for a text that `encodeHold` of this version does not write. */
export function decodeHold(text: string): Hold | undefined {
  const [kind, number] = text.split(' ');
  return holdSchema.safeParse({ kind, number: Number(number) }).data;
}
