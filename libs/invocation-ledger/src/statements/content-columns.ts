import { column, type Column } from '@casewire/database';
import type { Environment, RecordHeaders } from '@casewire/events';
import type { InvocationContent } from '../content/invocation-content.ts';
import { storableMs } from './instant.ts';

/** The columns of `history.invocations` that hold the content, but for the body. */
export const contentColumns: readonly Column<InvocationContent>[] = [
  column('id', 'uuid', (content) => content.id),
  column('tenant_id', 'text', (content) => content.tenantId),
  column('environment', 'text', (content) => content.environment),
  column('webhook_id', 'text', (content) => content.webhookId),
  column('family', 'text', (content) => content.family),
  column('event_uid', 'uuid', (content) => content.eventUid),
  column('event_id', 'text', (content) => content.eventId),
  column('event_source', 'text', (content) => content.eventSource),
  column('event_type', 'text', (content) => content.eventType),
  column('subject', 'text', (content) => content.subject ?? null),
  column('accepted_at', 'timestamptz', (content) => storableMs(content.acceptedAt)),
  column('headers', 'json', (content) => JSON.stringify(content.headers)),
];

export const bodyColumn: Column<InvocationContent> = column('body', 'bytea', ({ body }) => body);

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
    ...(row.subject !== null && { subject: row.subject }),
    acceptedAt: row.accepted_at.getTime(),
    headers: row.headers,
    body: row.body,
  };
}
