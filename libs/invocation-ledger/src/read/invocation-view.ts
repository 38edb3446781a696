import type { Environment } from '@casewire/events';
import type { InvocationState, InvocationStatus, ReleaseState } from '@casewire/invocation-state';

/** An invocation as the history shows it, without its payload. Instants are milliseconds since the epoch. */
export interface InvocationSummary {
  readonly id: string;
  readonly webhookId: string;
  readonly family: string;
  readonly eventUid: string;
  readonly eventId: string;
  readonly eventSource: string;
  readonly eventType: string;
  readonly subject: string | null;
  readonly environment: Environment;
  readonly status: InvocationStatus;
  readonly releaseState: ReleaseState | null;
  readonly reason: InvocationState['reason'];
  readonly attempts: number;
  readonly responseCode: number | null;
  readonly acceptedAt: number;
  readonly lastAttemptAt: number | null;
  /** When the next release is due, where one is scheduled. */
  readonly dueAt: number | null;
}

export const summaryColumns = `id, webhook_id, family, event_uid, event_id, event_source, event_type, subject,
  environment, status, release_state, reason, attempts, response_code, accepted_at, last_attempt_at, due_at`;

export interface SummaryRow {
  readonly id: string;
  readonly webhook_id: string;
  readonly family: string;
  readonly event_uid: string;
  readonly event_id: string;
  readonly event_source: string;
  readonly event_type: string;
  readonly subject: string | null;
  readonly environment: Environment;
  readonly status: InvocationStatus;
  readonly release_state: ReleaseState | null;
  readonly reason: InvocationState['reason'];
  readonly attempts: number;
  readonly response_code: number | null;
  readonly accepted_at: Date;
  readonly last_attempt_at: Date | null;
  readonly due_at: Date | null;
}

export function toSummary(row: SummaryRow): InvocationSummary {
  return {
    id: row.id,
    webhookId: row.webhook_id,
    family: row.family,
    eventUid: row.event_uid,
    eventId: row.event_id,
    eventSource: row.event_source,
    eventType: row.event_type,
    subject: row.subject,
    environment: row.environment,
    status: row.status,
    releaseState: row.release_state,
    reason: row.reason,
    attempts: row.attempts,
    responseCode: row.response_code,
    acceptedAt: row.accepted_at.getTime(),
    lastAttemptAt: row.last_attempt_at?.getTime() ?? null,
    dueAt: row.due_at?.getTime() ?? null,
  };
}
