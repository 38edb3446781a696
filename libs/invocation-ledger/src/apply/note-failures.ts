import type { TenantScope } from '@casewire/events';
import type { AttemptRecord } from '../sql/attempts.ts';
import { HOUR_MS, type Recovery, type SeenFailures } from '../sql/failure-groups.ts';
import { storableMs } from '../sql/instants.ts';
import type { SeenOfWebhook, WebhookState } from '../sql/webhook-state-columns.ts';
import type { AnswerClasses } from './answer-classes.ts';
import type { InvocationUpdate } from './invocation-update.ts';
import type { PlannedRow } from './plan.ts';

/**
 * What a transaction has seen fail, by group: attempts that the ledger did not have; invocations that have failed without an
 * attempt of the class that they are in now.
 * @param recorded ids of the attempts that the ledger did not have
 */
export function failuresIn(
  updates: readonly InvocationUpdate[],
  rows: Iterable<PlannedRow>,
  recorded: ReadonlySet<string>,
  classes: AnswerClasses,
): SeenFailures[] {
  const failures = new Failures();
  const attempted = new Set<string>();
  for (const { id, content, attempts = [] } of updates) {
    if (content === undefined) continue;
    for (const attempt of attempts) {
      const failure = recorded.has(attempt.id) ? classes.classOf(content.webhookId, attempt) : undefined;
      if (failure === undefined) continue;
      failures.add(content, failure, { id, at: endOf(attempt) });
      attempted.add(`${id} ${failure}`);
    }
  }
  for (const { id, locked, content, state, ends } of rows) {
    const holder = locked ?? content;
    const { failure, endedAt } = state;
    const hasFailed = ends.at(-1)?.status === 'failed' && endedAt !== null;
    if (holder === undefined || failure === null || !hasFailed || attempted.has(`${id} ${failure}`)) continue;
    failures.add(holder, failure, { id, at: endedAt });
  }
  return failures.all();
}

function endOf({ startedAt, durationMs }: AttemptRecord): number {
  return Math.round(startedAt + durationMs);
}

/** Webhooks that have succeeded later than was known. */
export function recoveriesIn(
  changed: readonly SeenOfWebhook[],
  states: ReadonlyMap<string, WebhookState>,
): Recovery[] {
  return changed.flatMap(({ webhookId, health: { lastSuccessAt } }) => {
    const before = states.get(webhookId)?.health.lastSuccessAt ?? null;
    return lastSuccessAt === null || lastSuccessAt === before ? [] : [{ webhookId, at: lastSuccessAt }];
  });
}

interface Holder extends TenantScope {
  readonly webhookId: string;
  readonly eventType: string;
}

class Failures {
  readonly #byGroup = new Map<string, SeenFailures & { readonly hours: Map<number, number> }>();

  add(holder: Holder, failure: string, { id, at: exact }: { id: string; at: number }): void {
    const { tenantId, environment, webhookId, eventType } = holder;
    const at = storableMs(exact);
    const key = JSON.stringify([webhookId, failure, eventType, tenantId, environment]);
    const known = this.#byGroup.get(key);
    const hours = known?.hours ?? new Map<number, number>();
    const hour = Math.floor(at / HOUR_MS);
    hours.set(hour, (hours.get(hour) ?? 0) + 1);
    const isLast = known === undefined || at >= known.lastAt;
    this.#byGroup.set(key, {
      ...{ tenantId, environment, webhookId, eventType, class: failure, hours },
      firstAt: Math.min(known?.firstAt ?? at, at),
      lastAt: isLast ? at : known.lastAt,
      exampleId: isLast ? id : known.exampleId,
    });
  }

  /** In one order for all transactions, since each group is locked. */
  all(): SeenFailures[] {
    const sorted = [...this.#byGroup].sort(([a], [b]) => (a < b ? -1 : 1));
    return sorted.map(([, seen]) => seen);
  }
}
