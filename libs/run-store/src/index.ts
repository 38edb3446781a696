export { migrations } from './migrations.ts';
export { recordStateChanges, type PreviousStates, type ToldStateChange } from './record-state-changes.ts';
export { recordRunEnds, type EndedRun } from './record-run-ends.ts';
export { findPreviousState } from './find-previous-state.ts';
export { deleteOldRuns } from './delete-old-runs.ts';
export { dropOldStateChanges, ensureRunPartitions } from './run-partitions.ts';
export type { Run } from './run.ts';
