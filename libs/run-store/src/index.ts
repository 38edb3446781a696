export { migrations } from './migrations.ts';
export { deleteOldRuns, recordRunEnds, type EndedRun, type Run } from './runs.ts';
export {
  dropOldStateChanges,
  ensureRunPartitions,
  findPreviousState,
  recordStateChanges,
  type PreviousStates,
  type ToldStateChange,
} from './state-changes.ts';
