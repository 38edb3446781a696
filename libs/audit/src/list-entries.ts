import { keysetScan, toListed, type KeysetPage, type Listed, type Pool } from '@casewire/database';
import { lowestIdAt, uuidTimestampMs, type Environment } from '@casewire/events';
import type { Action } from './actions.ts';
import type { ChangedMember } from './changed-members.ts';
import type { Owner } from './record-change.ts';

/** An entry of the audit: one change, and who made it. */
export interface Entry extends Owner {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly actor: string;
  readonly claimedName: string | null;
  readonly reason: string | null;
  readonly session: string | null;
  readonly requestId: string | null;
  readonly action: Action;
  readonly resource: string;
  readonly changed: readonly ChangedMember[];
}

/** Whose entries a reader may see. What is undefined restricts nothing. */
export interface EntryScope {
  readonly tenantId?: string | undefined;
  /** Entries of this environment, and those that belong to no single one. */
  readonly environment?: Environment | undefined;
}

/** Which entries are wanted. What is undefined restricts nothing. */
export interface EntryFilter extends EntryScope {
  readonly actor?: string | undefined;
  readonly action?: Action | undefined;
  readonly resource?: string | undefined;
  readonly since?: Date | undefined;
}

const IN_SCOPE = `
  ($1::text IS NULL OR tenant_id = $1) AND ($2::text IS NULL OR environment = $2 OR environment IS NULL)`;

const LIST = (direction: 'ASC' | 'DESC') => `
  SELECT id, actor, claimed_name AS "claimedName", reason, session, request_id AS "requestId",
         tenant_id AS "tenantId", environment, action, resource, changed, octet_length(changed::text) AS bytes
    FROM audit.entries
   WHERE ${IN_SCOPE}
     AND ($3::text IS NULL OR actor = $3)
     AND ($4::text IS NULL OR action = $4)
     AND ($5::text IS NULL OR resource = $5)
     AND ($6::uuid IS NULL OR id >= $6)
     AND ($7::uuid IS NULL OR id > $7)
     AND ($8::uuid IS NULL OR id < $8)
   ORDER BY id ${direction} LIMIT $9`;

/** A page of the audit. */
export async function listEntries(
  pool: Pool,
  { tenantId, environment, actor, action, resource, since }: EntryFilter,
  page: KeysetPage,
): Promise<Listed<Entry>> {
  const { above, below, direction } = keysetScan(page);
  const { rows } = await pool.query<Omit<Entry, 'at'> & { readonly bytes: number }>(LIST(direction), [
    tenantId ?? null,
    environment ?? null,
    actor ?? null,
    action ?? null,
    resource ?? null,
    since === undefined ? null : lowestIdAt(since.getTime()),
    above ?? null,
    below ?? null,
    page.limit + 1,
  ]);
  const listed = toListed(rows, page, ({ bytes }) => bytes);
  return {
    ...listed,
    rows: listed.rows.map(({ bytes: _bytes, ...row }) => ({ ...row, at: uuidTimestampMs(row.id) })),
  };
}

/** Whether a scope has an entry of this id. */
export async function hasEntry(
  pool: Pool,
  { tenantId, environment }: EntryScope,
  id: string,
): Promise<boolean> {
  const { rowCount } = await pool.query(`SELECT 1 FROM audit.entries WHERE ${IN_SCOPE} AND id = $3`, [
    tenantId ?? null,
    environment ?? null,
    id,
  ]);
  return rowCount === 1;
}
