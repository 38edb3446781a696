export { actions, type Action } from './actions.ts';
export { changedMembers, type ChangedMember } from './changed-members.ts';
export { hasEntry, listEntries, type Entry, type EntryFilter } from './list-entries.ts';
export { purgeEntries } from './purge-entries.ts';
export { casewireItself, recordChange, recordChanges, type Change } from './record-change.ts';
