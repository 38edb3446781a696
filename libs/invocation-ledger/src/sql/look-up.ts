import { hasText, type Pool } from '@casewire/database';
import type { TenantScope } from '@casewire/events';
import { isOfEvent } from './ids.ts';
import { summaryColumns, toSummary, type InvocationSummary, type SummaryRow } from './shown-invocations.ts';

/** The text that is looked for, as a UUID. */
const ID = '$3::text::uuid';

/** The conditions of each key. Each is served by an index of its own, and the id and the event's uid by one partition. */
const conditions = {
  id: `id = ${ID}`,
  eventUid: isOfEvent(ID),
  eventId: hasText('event_id', '$3::text'),
  subject: hasText('subject', '$3::text'),
} as const;

/** What an invocation can be looked up by. */
export type InvocationKey = keyof typeof conditions;

/** An invocation, and by which key it was found. */
export interface FoundInvocation extends InvocationSummary {
  readonly foundBy: InvocationKey;
}

/**
 * Looks invocations up by a text: of each key the newest, first by ids, then in the order of the keys. What several
 * keys find comes several times.
 * @param text a UUID if `id` or `eventUid` is among the keys
 * @param limit of each key
 */
export async function lookUpInvocations(
  pool: Pool,
  { tenantId, environment }: TenantScope,
  text: string,
  keys: readonly InvocationKey[],
  limit: number,
): Promise<FoundInvocation[]> {
  const values = [tenantId, environment, text, limit];
  const query = async (some: readonly InvocationKey[], name?: string): Promise<FoundInvocation[]> => {
    if (some.length === 0) return [];
    const { rows } = await pool.query<SummaryRow & { readonly foundBy: InvocationKey }>({
      ...(name !== undefined && { name }),
      ...{ text: some.map(lookUp).join(' UNION ALL '), values },
    });
    return rows.map((row) => ({ ...toSummary(row), foundBy: row.foundBy }));
  };
  const [ids, texts] = [keys.filter(namesPartition), keys.filter((key) => !namesPartition(key))];
  const found = await Promise.all([query(ids), query(texts, `look-up-invocations ${texts.join(' ')}`)]);
  return found.flat();
}

/**
 * Whether a key tells the partition. Such a look-up has no prepared plan: planned for its id, it looks into no other partition.
 * A plan of the others has every partition, and making it takes longer than using it.
 */
function namesPartition(key: InvocationKey): boolean {
  return key === 'id' || key === 'eventUid';
}

function lookUp(key: InvocationKey): string {
  return `(SELECT '${key}' AS "foundBy", ${summaryColumns} FROM history.invocations
            WHERE tenant_id = $1 AND environment = $2 AND seq IS NOT NULL AND ${conditions[key]}
            ORDER BY seq DESC LIMIT $4)`;
}

/**
 * Invocations of a few events, in the order of the events. Each event has its part of the statement, which is planned for
 * the partition of its uid alone.
 * @param limit of each event
 */
export async function lookUpInvocationsOfEvents(
  pool: Pool,
  { tenantId, environment }: TenantScope,
  eventUids: readonly string[],
  limit: number,
): Promise<InvocationSummary[]> {
  if (eventUids.length === 0) return [];
  const ofEvent = (_uid: string, index: number) => `(
    SELECT ${summaryColumns} FROM history.invocations
     WHERE ${isOfEvent(`$${index + 4}::uuid`)} AND tenant_id = $1 AND environment = $2 AND seq IS NOT NULL
     ORDER BY id LIMIT $3)`;
  const { rows } = await pool.query<SummaryRow>(eventUids.map(ofEvent).join(' UNION ALL '), [
    ...[tenantId, environment, limit],
    ...eventUids,
  ]);
  return rows.map(toSummary);
}
