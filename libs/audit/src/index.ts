export { actions, type Action } from './actions.ts';
export { changedMembers, type ChangedMember } from './changed-members.ts';
export { listEntries, type Entry, type EntryFilter } from './list-entries.ts';
export { purgeEntries } from './purge-entries.ts';
export { recordChange, type Owner } from './record-change.ts';
