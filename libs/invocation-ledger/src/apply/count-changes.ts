import { uuidTimestampMs, type TenantScope } from '@casewire/events';
import type { EndStatus, InvocationState } from '@casewire/invocation-state';
import type { AttemptRecord } from '../sql/attempts.ts';
import { storableMs } from '../sql/instants.ts';
import type { StatisticsAddition } from '../sql/statistics.ts';
import { attemptMeasure, endMeasure } from '../statistics/measures.ts';
import type { InvocationUpdate } from './invocation-update.ts';
import type { PlannedRow } from './plan.ts';

/** Of whom something is counted. */
interface Holder extends TenantScope {
  readonly webhookId: string;
}

const MINUTE_MS = 60_000;

/**
 * What a transaction adds to the statistics, one addition for each webhook and minute: attempts that the ledger did not
 * have, in the minute of their start; ends, in the minute of theirs. An end that is undone or replaced is taken out of the
 * minute that it was counted in.
 * @param recorded ids of the attempts that the ledger did not have
 */
export function countChanges(
  updates: readonly InvocationUpdate[],
  rows: Iterable<PlannedRow>,
  recorded: ReadonlySet<string>,
): StatisticsAddition[] {
  const additions = new Additions();
  for (const { content, attempts = [] } of updates) {
    if (content === undefined) continue;
    for (const attempt of attempts) if (recorded.has(attempt.id)) additions.addAttempt(content, attempt);
  }
  for (const { id, locked, content, state } of rows) {
    const holder = locked ?? content;
    const [before, after] = [endOf(locked?.state), endOf(state)];
    if (holder === undefined || (before?.at === after?.at && before?.status === after?.status)) continue;
    const acceptedAt = uuidTimestampMs(id);
    if (before !== undefined) additions.addEnd(holder, before, acceptedAt, -1);
    if (after !== undefined) additions.addEnd(holder, after, acceptedAt, 1);
  }
  return additions.all();
}

interface End {
  readonly status: EndStatus;
  readonly at: number;
}

/** Undefined where an older version has ended it: that is counted nowhere. */
function endOf(state: InvocationState | undefined): End | undefined {
  if (state === undefined || state.endedAt === null || state.status === 'pending') return undefined;
  return { status: state.status, at: state.endedAt };
}

class Additions {
  readonly #byMinute = new Map<string, StatisticsAddition & { readonly counts: Map<number, number> }>();

  addAttempt(holder: Holder, attempt: AttemptRecord): void {
    this.#add(holder, attempt.startedAt, attemptMeasure(attempt), 1);
  }

  addEnd(holder: Holder, { status, at }: End, acceptedAt: number, count: number): void {
    this.#add(holder, at, endMeasure(status, at - acceptedAt), count);
  }

  all(): StatisticsAddition[] {
    return [...this.#byMinute.values()].filter(({ counts }) => counts.size > 0);
  }

  #add({ tenantId, environment, webhookId }: Holder, at: number, measure: number, count: number): void {
    const minute = Math.floor(storableMs(at) / MINUTE_MS) * MINUTE_MS;
    const key = JSON.stringify([tenantId, environment, webhookId, minute]);
    let addition = this.#byMinute.get(key);
    if (addition === undefined) {
      addition = { tenantId, environment, webhookId, at: minute, counts: new Map<number, number>() };
      this.#byMinute.set(key, addition);
    }
    const { counts } = addition;
    const sum = (counts.get(measure) ?? 0) + count;
    if (sum === 0) counts.delete(measure);
    else counts.set(measure, sum);
  }
}
