import { hasText, type Pool } from '@casewire/database';
import { uuidTimestampMs, type EventAttributes, type TenantScope } from '@casewire/events';
import type { ListedEvent } from './events.ts';

/**
 * The value of an attribute as its JSON has it, up to the first quote that is a part of it; empty where there is none. As
 * text, because PostgreSQL refuses to read JSON that has a NUL anywhere.
 */
const attribute = (name: string) => `split_part(split_part(attributes::text, '"${name}":"', 2), '"', 1)`;

/** The text that is looked for, as JSON has it, up to the first quote. */
const SOUGHT = `split_part(substring(to_json($3::text)::text FROM 2), '"', 1)`;

const RUN = attribute('workflowruntimeid');
const SUBJECT = `coalesce(subject, ${RUN})`;

/** The conditions of each key. Each is served by an index of its own, and the uid by one partition. */
const conditions = {
  uid: 'uid = $3::text::uuid',
  id: hasText(attribute('id'), SOUGHT),
  // As invocations have it: where an event has no subject of its own, its run.
  subject: `${SUBJECT} <> '' AND ${hasText(SUBJECT, '$3::text')}`,
  // Only those of the run that have another subject.
  run: `${RUN} <> '' AND ${RUN} <> subject AND ${hasText(RUN, SOUGHT)}`,
  correlationId: hasText('correlation_id', '$3::text'),
} as const;

/** What an accepted event can be looked up by. */
export type EventKey = keyof typeof conditions;

/** An accepted event, and by which key it was found. */
export interface FoundEvent extends ListedEvent {
  readonly foundBy: EventKey;
}

/**
 * Looks accepted events up by a text: of each key the newest, in the order of the keys. What several keys find
 * comes several times.
 * @param text a UUID if `uid` is among the keys
 * @param limit of each key
 */
export async function lookUpEvents(
  pool: Pool,
  { tenantId, environment }: TenantScope,
  text: string,
  keys: readonly EventKey[],
  limit: number,
): Promise<FoundEvent[]> {
  if (keys.length === 0) return [];
  const { rows } = await pool.query<Omit<FoundEvent, 'acceptedAt'>>({
    name: `look-up-events ${keys.join(' ')}`,
    text: keys.map(lookUp).join(' UNION ALL '),
    values: [tenantId, environment, text, limit],
  });
  return rows
    .filter(({ foundBy, attributes }) => isExact(foundBy, attributes, text))
    .map((row) => ({ ...row, acceptedAt: uuidTimestampMs(row.uid) }));
}

/** Of texts with a quote, the statement compares what stands before it. */
function isExact(foundBy: EventKey, attributes: EventAttributes, text: string): boolean {
  if (foundBy === 'id') return attributes.id === text;
  return foundBy === 'run' ? attributes.workflowruntimeid === text : true;
}

function lookUp(key: EventKey): string {
  return `(SELECT '${key}' AS "foundBy", uid, attributes FROM ingestion.events
            WHERE tenant_id = $1 AND environment = $2 AND ${conditions[key]}
            ORDER BY seq DESC LIMIT $4)`;
}
