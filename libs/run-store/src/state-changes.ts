import {
  arrayParameter,
  arrays,
  column,
  dropOldPartitions,
  ensurePartitionsAround,
  inTransaction,
  names,
  rowsOf,
  storableText,
  withPartitions,
  type Column,
  type DayPartitionedTable,
  type Pool,
  type PoolClient,
} from '@casewire/database';
import { uuidTimestampMs } from '@casewire/events';
import { distinctRuns, runColumns, runKey, type Run } from './runs.ts';

const stateChangesTable: DayPartitionedTable = { table: 'matching.state_changes', key: 'uuid7' };

/** Makes the partitions that events accepted around an instant need. */
export async function ensureRunPartitions(pool: Pool, at: Date): Promise<void> {
  await ensurePartitionsAround(pool, stateChangesTable, at);
}

/** Drops the decisions about events that are no longer kept. @returns false if the table was too busy: try again later */
export function dropOldStateChanges(pool: Pool, now: Date, eventRetentionDays: number): Promise<boolean> {
  return dropOldPartitions(pool, stateChangesTable, now, eventRetentionDays);
}

/** An event that tells which state its run is in. */
export interface ToldStateChange extends Run {
  readonly eventUid: string;
  readonly state: string;
  /** The state before, if the event tells it. */
  readonly previousState: string | undefined;
}

/** The decision about one event. */
type Decided = readonly [eventUid: string, previousState: string | null];

const decidedColumns: readonly Column<Decided>[] = [
  column('event_uid', 'uuid', ([eventUid]) => eventUid),
  column('previous_state', 'text', ([, previousState]) => previousState),
];

const stateColumns: readonly Column<Run & { readonly state: string | null }>[] = [
  ...runColumns,
  column('state', 'text', ({ state }) => state),
];

/** Makes the runs that are new, and locks them all until the transaction ends. */
const LOCK_RUNS = `
  INSERT INTO matching.runs (${names(runColumns)})
  SELECT * FROM ${rowsOf(runColumns)} AS told
      ON CONFLICT (${names(runColumns)}) DO UPDATE SET told_at = now()
  RETURNING tenant_id AS "tenantId", environment, run_id AS "runId", state`;

const FIND_DECIDED = `
  SELECT event_uid AS "eventUid", previous_state AS "previousState"
    FROM matching.state_changes
   WHERE event_uid = ANY ($1::uuid[])`;

const INSERT_DECIDED = `
  INSERT INTO matching.state_changes (${names(decidedColumns)})
  SELECT * FROM ${rowsOf(decidedColumns)} AS decided`;

const UPDATE_RUNS = `
  UPDATE matching.runs AS run
     SET state = told.state
    FROM ${rowsOf(stateColumns)} AS told
   WHERE run.tenant_id = told.tenant_id AND run.environment = told.environment AND run.run_id = told.run_id`;

/** By the uid of an event: the state that its run was in before the event; null if nothing tells it. */
export type PreviousStates = ReadonlyMap<string, string | null>;

/**
 * Decides which state the run of each event was in before it: the state that the event names, else the state that the
 * event before it told. Each event is decided once. An event that was processed before, in whatever batch, keeps its
 * decision and changes nothing.
 * @param changes in the order of the topic, which keeps the events of a run in order
 */
export async function recordStateChanges(
  pool: Pool,
  changes: readonly ToldStateChange[],
): Promise<PreviousStates> {
  if (changes.length === 0) return new Map();
  const storable = changes.map(toStorable);
  const instants = changes.map(({ eventUid }) => uuidTimestampMs(eventUid));
  const ensureDay = (day: Date) => ensureRunPartitions(pool, day);
  return withPartitions(instants, ensureDay, () => inTransaction(pool, (client) => decide(client, storable)));
}

async function decide(client: PoolClient, changes: readonly ToldStateChange[]): Promise<PreviousStates> {
  const runs = distinctRuns(changes);
  const locked = await client.query<Run & { state: string | null }>(LOCK_RUNS, arrays(runColumns, runs));
  const states = new Map(locked.rows.map((run) => [runKey(run), run.state]));
  const found = await client.query<{ eventUid: string; previousState: string | null }>(FIND_DECIDED, [
    arrayParameter(
      'uuid',
      changes.map(({ eventUid }) => eventUid),
    ),
  ]);
  const decided = new Map(found.rows.map(({ eventUid, previousState }) => [eventUid, previousState]));
  const added = new Map<string, string | null>();
  for (const change of changes) {
    if (decided.has(change.eventUid)) continue;
    const previousState = change.previousState ?? states.get(runKey(change)) ?? null;
    decided.set(change.eventUid, previousState);
    added.set(change.eventUid, previousState);
    states.set(runKey(change), change.state);
  }
  if (added.size > 0) {
    await client.query(INSERT_DECIDED, arrays(decidedColumns, [...added]));
    const told = runs.map((run) => ({ ...run, state: states.get(runKey(run)) ?? null }));
    await client.query(UPDATE_RUNS, arrays(stateColumns, told));
  }
  return decided;
}

/**
 * How many characters of a state are kept. The states that webhooks list are shorter and can be stored. So a state that
 * is changed here equals no listed state.
 */
const KEPT_CHARACTERS = 512;

function toStorable(change: ToldStateChange): ToldStateChange {
  const bound = { maxCharacters: KEPT_CHARACTERS };
  const { state, previousState } = change;
  return {
    ...change,
    state: storableText(state, bound),
    previousState: previousState && storableText(previousState, bound),
  };
}

const FIND_DECIDED_STATE = 'SELECT previous_state AS state FROM matching.state_changes WHERE event_uid = $1';

const FIND_LAST_STATE =
  'SELECT state FROM matching.runs WHERE tenant_id = $1 AND environment = $2 AND run_id = $3';

/**
 * The state that a run was in before an event: the decided one if the event was processed, else the one that an event
 * told last. Undefined if nothing is known.
 */
export async function findPreviousState(
  pool: Pick<Pool, 'query'>,
  run: Run,
  eventUid: string,
): Promise<string | undefined> {
  const decided = await pool.query<{ state: string | null }>(FIND_DECIDED_STATE, [eventUid]);
  if (decided.rows[0] !== undefined) return decided.rows[0].state ?? undefined;
  const last = await pool.query<{ state: string | null }>(FIND_LAST_STATE, [
    run.tenantId,
    run.environment,
    run.runId,
  ]);
  return last.rows[0]?.state ?? undefined;
}
