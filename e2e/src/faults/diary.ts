import type { CustomerWebhook } from './customer-webhook.ts';
import type { Restraint } from './log.ts';

/** What customers have asked for in a run, and have seen. */
export interface Diary {
  readonly restraints: Restraint[];
  readonly replays: { readonly webhook: CustomerWebhook; readonly id: string }[];
  /** Invocations that they have asked to cancel. */
  readonly cancelled: { readonly stream: string; readonly id: string; readonly eventId: string }[];
  /** Outages of receivers, and whether the breaker was open when the receiver came back, as far as anybody knew. */
  readonly outages: { readonly stream: string; readonly wasOpen: boolean }[];
}

export function emptyDiary(): Diary {
  return { restraints: [], replays: [], cancelled: [], outages: [] };
}
