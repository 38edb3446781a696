import {
  advisoryLocks,
  arrayParameter,
  arrays,
  column,
  columnsWithin,
  names,
  rowsOf,
  type Column,
  type PoolClient,
  type Statement,
} from '@casewire/database';
import type { TenantScope } from '@casewire/events';
import type { InvocationState } from '@casewire/invocation-state';
import type { InvocationContent } from '../invocation-content.ts';
import { idRange } from './ids.ts';
import {
  bodyColumn,
  contentColumns,
  selectContent,
  selectWithoutBody,
  selectState,
  stateColumns,
  toContent,
  toState,
  type ContentRow,
  type StateRow,
} from './invocation-columns.ts';
import { isRowGiven, plannedOnce } from './planning.ts';
import { trackReleased } from './released.ts';

/**
 * The advisory lock under which `seq` is allotted, held to the end of the transaction. So the order of `seq` is the order
 * in which rows become visible, and a page by `seq` cannot skip one. It is always the last lock that a transaction takes.
 * The ledger is one shard; a second shard, by tenant, would have a lock and a sequence of its own.
 */
const SEQUENCE_LOCK = advisoryLocks.ledgerSequence;

/** An invocation as the transaction that has locked its row sees it. */
export interface LockedInvocation extends TenantScope {
  readonly id: string;
  readonly webhookId: string;
  readonly eventType: string;
  /** Null while it is hidden. */
  readonly seq: bigint | null;
  readonly state: InvocationState;
}

/** Locks the rows that exist, lowest id first, and reads their states. */
export async function lockInvocations(
  client: PoolClient,
  ids: readonly string[],
  findsByKey: boolean,
): Promise<Map<string, LockedInvocation>> {
  if (ids.length === 0) return new Map();
  const { rows } = await client.query<StateRow & Omit<LockedInvocation, 'seq' | 'state'>>({
    ...plannedOnce('lock-invocations', findsByKey),
    text: `SELECT i.id, i.tenant_id AS "tenantId", i.environment, i.webhook_id AS "webhookId",
                  i.event_type AS "eventType", ${selectState}
             FROM history.invocations i
            WHERE i.id = ANY($1::uuid[]) AND i.id BETWEEN $2::uuid AND $3::uuid
            ORDER BY i.id
              FOR UPDATE`,
    values: [arrayParameter('uuid', ids), ...idRange(ids)],
  });
  return new Map(
    rows.map(({ id, tenantId, environment, webhookId, eventType, ...row }) => {
      const seq = row.seq === null ? null : BigInt(row.seq);
      return [id, { id, tenantId, environment, webhookId, eventType, seq, state: toState(row) }];
    }),
  );
}

interface ChangedInvocation {
  readonly id: string;
  readonly state: InvocationState;
}

const changedColumns: readonly Column<ChangedInvocation>[] = [
  column('id', 'uuid', ({ id }) => id),
  ...columnsWithin(stateColumns, ({ state }: ChangedInvocation) => state),
];

const assignments = stateColumns.map(({ name }) => `${name} = u.${name}`).join(', ');

/** Writes the states of locked rows. */
export function updateInvocations(rows: readonly ChangedInvocation[], findsByKey: boolean): Statement[] {
  if (rows.length === 0) return [];
  return [
    {
      ...plannedOnce('update-invocations', findsByKey),
      text: `UPDATE history.invocations i SET ${assignments}
               FROM ${rowsOf(changedColumns, 3)} AS u
              WHERE ${isRowGiven(findsByKey)}`,
      values: [...idRange(rows.map(({ id }) => id)), ...arrays(changedColumns, rows)],
    },
    ...trackReleased(rows, findsByKey),
  ];
}

const storedColumns: readonly Column<InvocationContent>[] = [
  column('id', 'uuid', ({ id }) => id),
  column('headers', 'json', ({ headers }) => JSON.stringify(headers)),
  bodyColumn,
];

/** Writes body and headers of locked rows that were added before their delivery record was read. */
export function storeContents(contents: readonly InvocationContent[], findsByKey: boolean): Statement[] {
  if (contents.length === 0) return [];
  return [
    {
      ...plannedOnce('store-contents', findsByKey),
      text: `UPDATE history.invocations i SET body = u.body, headers = u.headers
               FROM ${rowsOf(storedColumns, 3)} AS u
              WHERE ${isRowGiven(findsByKey)}`,
      values: [...idRange(contents.map(({ id }) => id)), ...arrays(storedColumns, contents)],
    },
  ];
}

/** Contents with their bodies, by id. */
export function selectContents(
  client: PoolClient,
  ids: readonly string[],
): Promise<Map<string, InvocationContent>> {
  return select(client, ids, selectContent);
}

/** The same without bodies, which are null. */
export function selectMetadata(
  client: PoolClient,
  ids: readonly string[],
): Promise<Map<string, InvocationContent>> {
  return select(client, ids, selectWithoutBody);
}

async function select(
  client: PoolClient,
  ids: readonly string[],
  list: string,
): Promise<Map<string, InvocationContent>> {
  if (ids.length === 0) return new Map();
  const { rows } = await client.query<ContentRow>(
    `SELECT ${list}
       FROM history.invocations
      WHERE id = ANY($1::uuid[]) AND id BETWEEN $2::uuid AND $3::uuid`,
    [arrayParameter('uuid', ids), ...idRange(ids)],
  );
  return new Map(rows.map((row) => [row.id, toContent(row)]));
}

/**
 * Gives hidden, locked rows the next `seq`, in the order given. It takes the lock on `seq`, after which the transaction
 * must ask for no other lock.
 */
export function makeVisible(ids: readonly string[], findsByKey: boolean): Statement[] {
  if (ids.length === 0) return [];
  return [
    { text: `SELECT pg_advisory_xact_lock(${SEQUENCE_LOCK})` },
    {
      ...plannedOnce('make-visible', findsByKey),
      text: `UPDATE history.invocations i SET seq = u.seq
               FROM (SELECT given.id, nextval('history.invocation_seq') AS seq
                       FROM unnest($3::uuid[]) WITH ORDINALITY AS given(id, position)) AS u
              WHERE ${isRowGiven(findsByKey)}`,
      values: [...idRange(ids), arrayParameter('uuid', ids)],
    },
  ];
}

export interface NewInvocation {
  readonly content: InvocationContent;
  readonly state: InvocationState;
}

const newColumns: readonly Column<NewInvocation>[] = [
  ...columnsWithin([...contentColumns, bodyColumn], ({ content }: NewInvocation) => content),
  ...columnsWithin(stateColumns, ({ state }: NewInvocation) => state),
];
const parameterColumns: readonly Column<NewInvocation>[] = [
  ...newColumns,
  column('visible', 'boolean', ({ state }) => state.complete),
];

/**
 * Adds rows in the order given, each visible one with the next `seq`. It takes the lock on `seq` first, and no process
 * adds rows without that lock: so this waits for no other writer. The transaction must ask for no other lock afterwards.
 * If a row is there already, PostgreSQL answers with a unique violation.
 * @param tracked whether `history.released` may hold some of the rows, left behind by rows that were removed
 */
export function insertInvocations(
  rows: readonly NewInvocation[],
  tracked: boolean,
  findsByKey: boolean,
): Statement[] {
  if (rows.length === 0) return [];
  return [
    {
      ...plannedOnce(tracked ? 'insert-tracked-invocations' : 'insert-invocations', findsByKey),
      text: `
        WITH sequence AS MATERIALIZED (SELECT pg_advisory_xact_lock(${SEQUENCE_LOCK})
        ), added AS (
          INSERT INTO history.invocations (${names(newColumns)}, seq)
          SELECT ${newColumns.map(({ name }) => `u.${name}`).join(', ')},
                 CASE WHEN u.visible THEN nextval('history.invocation_seq') END
            FROM sequence, ${rowsOf(parameterColumns)} AS u
          RETURNING id, released_at, tenant_id, environment
        )
        INSERT INTO history.released (invocation_id, released_at, tenant_id, environment)
        SELECT * FROM added WHERE released_at IS NOT NULL
        ${tracked ? 'ON CONFLICT (invocation_id) DO UPDATE SET released_at = excluded.released_at' : ''}`,
      values: arrays(parameterColumns, rows),
    },
  ];
}
