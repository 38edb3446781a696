/**
 * Who works on a run, and what its context holds: whatever the definition of the workflow collects, about the person and
 * their documents.
 */
export const sensitive: readonly string[] = [
  '/assignee/firstName',
  '/assignee/lastName',
  '/assignee/email',
  '/context/*',
  '/childWorkflowsRuntimeData',
];
