import { inTransaction, type Pool } from '@casewire/database';
import type { NextStep } from '@casewire/events';
import { noteGoneWebhooks, type InvocationUpdate } from '@casewire/invocation-ledger';
import { disableGoneWebhooks, versionName, type AnsweredGone } from '@casewire/subscription-store';

/** 410 Gone (RFC 9110, section 15.5.11). */
const GONE = 410;

/** An older answer disables nothing: its webhook may have been corrected and tried since. */
const MAX_AGE_MS = 60_000;

const givenUp: NextStep = { kind: 'give-up', reason: 'gone' };

export interface GoneOptions {
  readonly pool: Pool;
  /** False while a restored ledger has not caught up: what it applies then is old. */
  readonly isCurrent: () => boolean;
  /** Called when webhooks were disabled: what waits for them is to be ended. */
  readonly onGone: () => void;
}

/**
 * Disables the webhooks whose receivers have answered 410 Gone to their current version, and ends the invocations that
 * were answered so. Any other 410 is a failure like others. It asks nothing where no answer was 410, and may be repeated:
 * the version tells which answers have counted.
 * @param now milliseconds since the epoch
 */
export async function heedGone(
  updates: readonly InvocationUpdate[],
  now: number,
  { pool, isCurrent, onGone }: GoneOptions,
): Promise<readonly InvocationUpdate[]> {
  const answered = updates
    .map((update) => answeredGone(update, now))
    .filter((version) => version !== undefined);
  if (answered.length === 0 || !isCurrent()) return updates;
  const disabled = await inTransaction(pool, async (client) => {
    const versions = await disableGoneWebhooks(client, answered);
    await noteGoneWebhooks(
      client,
      [...versions.values()].map(({ webhookId }) => webhookId),
    );
    return versions;
  });
  if (disabled.size === 0) return updates;
  onGone();
  return updates.map((update) => {
    const version = answeredGone(update, now);
    return version !== undefined && disabled.has(versionName(version)) ? giveUp(update) : update;
  });
}

/** The version of the webhook that was answered 410 just now; undefined if none was. */
function answeredGone({ content, attempts = [] }: InvocationUpdate, now: number): AnsweredGone | undefined {
  const attempt = attempts.find(
    ({ responseCode, startedAt, durationMs }) =>
      responseCode === GONE && startedAt + durationMs > now - MAX_AGE_MS,
  );
  if (content === undefined || attempt?.webhookVersion === undefined) return undefined;
  return { webhookId: content.webhookId, version: attempt.webhookVersion };
}

function giveUp({ facts, attempts = [], ...update }: InvocationUpdate): InvocationUpdate {
  return {
    ...update,
    facts: facts.map((fact) => (fact.kind === 'outcome' ? { ...fact, next: givenUp } : fact)),
    attempts: attempts.map((attempt) => ({ ...attempt, next: givenUp })),
  };
}
