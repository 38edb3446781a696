import {
  ANSWER_CLASS,
  failureClassOf,
  failureClassOfEnd,
  MAX_ANSWER_CLASSES,
  OTHER_FAILURE,
} from '@casewire/events';
import type { AttemptRecord } from '../sql/attempts.ts';
import type { InvocationUpdate } from './invocation-update.ts';

/** The class of answers that a webhook has a group of. */
export interface StoredAnswerClass {
  readonly webhookId: string;
  readonly class: string;
}

/** The webhooks of which updates bring answers that are failures. */
export function refusedWebhooks(updates: readonly InvocationUpdate[]): string[] {
  const webhooks = updates.flatMap(({ content, attempts = [] }) =>
    content !== undefined && attempts.some(isRefused) ? [content.webhookId] : [],
  );
  return [...new Set(webhooks)].sort();
}

function isRefused(attempt: AttemptRecord): boolean {
  return failureClassOf(attempt)?.startsWith(ANSWER_CLASS) === true;
}

/**
 * Gives the failed attempts of webhooks their classes. A receiver may answer with any status, so only the first few that a
 * webhook has seen are classes of their own; the others are `other`.
 */
export class AnswerClasses {
  readonly #known: ReadonlyMap<string, Set<string>>;

  /** @param stored those of the webhooks in `refusedWebhooks` */
  constructor(webhookIds: readonly string[], stored: readonly StoredAnswerClass[]) {
    this.#known = new Map(webhookIds.map((id) => [id, new Set<string>()]));
    for (const { webhookId, class: known } of stored) this.#known.get(webhookId)?.add(known);
  }

  /** The class of an attempt, which is that of its invocation's end if it led to one. Undefined for a success. */
  classOf(webhookId: string | undefined, attempt: AttemptRecord): string | undefined {
    const failure = this.#ofAttempt(webhookId, attempt);
    const { next } = attempt;
    return failure !== undefined && next.kind === 'give-up'
      ? failureClassOfEnd(next.reason, failure)
      : failure;
  }

  #ofAttempt(webhookId: string | undefined, attempt: AttemptRecord): string | undefined {
    const failure = failureClassOf(attempt);
    const known = webhookId === undefined ? undefined : this.#known.get(webhookId);
    if (known === undefined || failure?.startsWith(ANSWER_CLASS) !== true) return failure;
    if (known.has(failure)) return failure;
    if (known.size >= MAX_ANSWER_CLASSES) return OTHER_FAILURE;
    known.add(failure);
    return failure;
  }
}
