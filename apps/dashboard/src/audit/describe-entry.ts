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
  const { 'api-keys': key, 'portal-links': portalLink } = text.kinds;
  return link === undefined ? text.thing(key, actor, name) : text.thing(portalLink, link, null);
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

/** The kind of what was changed, as its path names it, and its id; empty where there is one only. */
export function pathOf({ resource }: Pick<AuditEntry, 'resource'>): readonly [kind: string, id: string] {
  const [kind = '', ...rest] = resource.split('/');
  const id = rest.join('/');
  // What belongs to a thing, such as its attempts, is shown as the thing.
  return [kind, UUID.exec(id)?.[0] ?? id];
}

/** What was changed, in words: its kind and the end of its id, and the name if it has one. */
export function resourceOf(entry: Pick<AuditEntry, 'resource' | 'resourceName'>): string {
  const [kind, id] = pathOf(entry);
  if (!isKind(kind)) return entry.resource;
  const word = text.kinds[kind];
  return UUID.test(id) ? text.thing(word, id, entry.resourceName) : `${word} ${id}`.trim();
}

function isKind(kind: string): kind is keyof typeof text.kinds {
  return Object.hasOwn(text.kinds, kind);
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
