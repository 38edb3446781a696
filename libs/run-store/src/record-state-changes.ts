import {
  arrayParameter,
  arrays,
  column,
  inTransaction,
  isMissingPartition,
  names,
  rowsOf,
  type Column,
  type Pool,
  type PoolClient,
} from '@casewire/database';
import { uuidTimestampMs } from '@casewire/events';
import { ensureRunPartitions } from './run-partitions.ts';
import { distinctRuns, runColumns, runKey, type Run } from './run.ts';

const DAY_MS = 86_400_000;

/** An event that tells the state of its run. */
export interface ToldStateChange extends Run {
  readonly eventUid: string;
  readonly state: string;
  /** The state before, where the event itself tells it. */
  readonly previousState: string | undefined;
}

/** What was decided about one event. */
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

/** The state that each event's run was in before it, by the event's uid; null where nothing tells. */
export type PreviousStates = ReadonlyMap<string, string | null>;

/**
 * Decides what the run of each event was in before it: what the event says, else what the run was last told to be in.
 * Decided once: events that were processed before, in whatever batches, keep what was decided then, and change nothing.
 * @param changes in the order of the topic, which is that of their runs
 */
export async function recordStateChanges(
  pool: Pool,
  changes: readonly ToldStateChange[],
): Promise<PreviousStates> {
  if (changes.length === 0) return new Map();
  const storable = changes.map(toStorable);
  const record = () => inTransaction(pool, (client) => decide(client, storable));
  try {
    return await record();
  } catch (error) {
    if (!isMissingPartition(error)) throw error;
    const days = new Set(changes.map(({ eventUid }) => Math.floor(uuidTimestampMs(eventUid) / DAY_MS)));
    for (const day of days) await ensureRunPartitions(pool, new Date(day * DAY_MS));
    return record();
  }
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

/** Characters of a state that are kept: more than a webhook can list, so that what is cut off equals no listed name. */
const KEPT_CHARACTERS = 512;

function toStorable(change: ToldStateChange): ToldStateChange {
  const { state, previousState } = change;
  return { ...change, state: storable(state), previousState: previousState && storable(previousState) };
}

/** PostgreSQL has no place for NUL and half surrogate pairs; no listed name holds them either. */
function storable(state: string): string {
  return state.slice(0, KEPT_CHARACTERS).toWellFormed().replaceAll('\0', '\uFFFD');
}
