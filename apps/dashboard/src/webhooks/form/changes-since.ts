import type { AuditEntry } from '../../api/types.ts';

/**
 * The changes of a webhook that are later than a version of it.
 * @param entries of the audit, newest first
 * @param etag the entity tag of the version
 */
export function changesSince<Entry extends Pick<AuditEntry, 'changed'>>(
  entries: readonly Entry[],
  etag: string,
): Entry[] {
  const changes = entries.filter((entry) => versionOf(entry) !== undefined);
  const known = changes.findIndex((entry) => `"${String(versionOf(entry))}"` === etag);
  return known === -1 ? changes : changes.slice(0, known);
}

/** The version that a change has made; undefined where it was no change of a setting. */
function versionOf({ changed }: Pick<AuditEntry, 'changed'>): unknown {
  return changed.find(({ member }) => member === 'version')?.after;
}
