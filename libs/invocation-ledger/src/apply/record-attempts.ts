import { sendAll, type PoolClient } from '@casewire/database';
import type { Fact } from '@casewire/invocation-state';
import { insertAttempts, insertNewAttempts, type AttemptRecord } from '../sql/attempts.ts';
import type { AnswerClasses } from './answer-classes.ts';
import type { InvocationUpdate } from './invocation-update.ts';
import type { ApplyMode } from './ledger-transaction.ts';
import { bisected, storableAttempt } from './refused-rows.ts';

/** In the order of their ids. Two processes may add the same attempts of an invocation that has no row yet to lock. */
export function attemptsOf(updates: readonly InvocationUpdate[]): AttemptRecord[] {
  return updates.flatMap(({ attempts = [] }) => attempts).sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Adds those attempts that are not there yet. @returns their ids */
export async function recordAttempts(
  client: PoolClient,
  attempts: readonly AttemptRecord[],
  { bisect = false, repeated = false }: ApplyMode,
): Promise<Set<string>> {
  const insert = repeated
    ? insertNewAttempts
    : async (to: PoolClient, part: readonly AttemptRecord[]) => {
        await sendAll(to, insertAttempts(part, false));
        return new Set(part.map(({ id }) => id));
      };
  if (!bisect) return insert(client, attempts);
  const parts = await bisected(client, attempts, insert, storableAttempt);
  return new Set(parts.flatMap((ids) => [...ids]));
}

/** The attempts of an update that the ledger did not have, as facts. @param recorded their ids */
export function attemptFacts(
  { content, attempts = [] }: InvocationUpdate,
  recorded: ReadonlySet<string>,
  classes: AnswerClasses,
): Fact[] {
  return attempts
    .filter(({ id }) => recorded.has(id))
    .map((attempt) => {
      const { startedAt, responseCode, next } = attempt;
      const failure = classes.classOf(content?.webhookId, attempt);
      return {
        kind: 'attempt-recorded',
        startedAt,
        responseCode: responseCode ?? null,
        ...(failure !== undefined && { failure }),
        // Only a probe that failed is put off although it was sent.
        isFailedProbe: next.kind === 'defer',
      };
    });
}
