import type { Environment, RecordHeaders } from '@casewire/events';
import type { InvocationContent } from '../content/invocation-content.ts';
import { instant, type Column } from './column-arrays.ts';

/** The columns of `history.invocations` that hold the content, but for the body. */
export const contentColumns: readonly Column<InvocationContent>[] = [
  { name: 'id', type: 'uuid', value: (content) => content.id },
  { name: 'tenant_id', type: 'text', value: (content) => content.tenantId },
  { name: 'environment', type: 'text', value: (content) => content.environment },
  { name: 'webhook_id', type: 'text', value: (content) => content.webhookId },
  { name: 'family', type: 'text', value: (content) => content.family },
  { name: 'event_uid', type: 'uuid', value: (content) => content.eventUid },
  { name: 'event_id', type: 'text', value: (content) => content.eventId },
  { name: 'event_source', type: 'text', value: (content) => content.eventSource },
  { name: 'event_type', type: 'text', value: (content) => content.eventType },
  { name: 'subject', type: 'text', value: (content) => content.subject },
  { name: 'accepted_at', type: 'timestamptz', value: (content) => instant(content.acceptedAt) },
  { name: 'headers', type: 'json', value: (content) => JSON.stringify(content.headers) },
];

export interface ContentRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly environment: Environment;
  readonly webhook_id: string;
  readonly family: string;
  readonly event_uid: string;
  readonly event_id: string;
  readonly event_source: string;
  readonly event_type: string;
  readonly subject: string | null;
  readonly accepted_at: Date;
  readonly headers: RecordHeaders;
  readonly body: Buffer | null;
}

export function toContent(row: ContentRow): InvocationContent {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    environment: row.environment,
    webhookId: row.webhook_id,
    family: row.family,
    eventUid: row.event_uid,
    eventId: row.event_id,
    eventSource: row.event_source,
    eventType: row.event_type,
    subject: row.subject,
    acceptedAt: row.accepted_at.getTime(),
    headers: row.headers,
    body: row.body,
  };
}
