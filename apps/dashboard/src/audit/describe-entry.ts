import type { AuditEntry } from '../api/types.ts';
import { visibleText } from '../shown/visible-text.ts';
import { text } from './text.ts';

/** Who has made a change, in words: how Casewire knows them, and what they call themselves. */
export function whoOf({
  actor,
  actorName,
  claimedName,
}: Pick<AuditEntry, 'actor' | 'actorName' | 'claimedName'>): string {
  const known = actorInWords(actor, actorName);
  return claimedName === null ? known : text.actors.claimed(claimedName, known);
}

/**
 * Who was let in, in words.
 * @param name of the API key, where it is known
 */
export function actorInWords(actor: string, name: string | null = null): string {
  if (actor === 'operator') return text.actors.operator;
  if (actor === 'system') return text.actors.system;
  const link = /^link (.+)$/.exec(actor)?.[1];
  return link === undefined ? text.actors.key(actor, name) : text.actors.link(link);
}

/** What was changed: its kind and id, and the name if it has one. */
export function resourceOf({
  resource,
  resourceName,
}: Pick<AuditEntry, 'resource' | 'resourceName'>): string {
  return resourceName === null ? resource : text.named(resource, resourceName);
}

/** A value of a member in one line; undefined where there is none to show. */
export function valueText(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  return visibleText(typeof value === 'string' ? value : JSON.stringify(value));
}

/** The members of an entry that people look for. The number of the version is for programs. */
export function shownMembers({ changed }: Pick<AuditEntry, 'changed'>): AuditEntry['changed'] {
  return changed.filter(({ member }) => member !== 'version');
}
