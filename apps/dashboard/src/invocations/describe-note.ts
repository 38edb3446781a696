import type { Invocation } from '../api/types.ts';
import { text } from './text.ts';

/** One thing that happened to an invocation beside its attempts. */
export type Note = Invocation['notes'][number];

/** The notes of an invocation; none where what is stored cannot be shown, and the member is null. */
export function notesOf({ notes }: { readonly notes: readonly Note[] | null }): readonly Note[] {
  return notes ?? [];
}

/** What happened, in words. */
export function noteInWords({ what, reason }: Note): string {
  if (reason === undefined) return text.notes[what];
  if (what === 'held') return text.heldBy(holderBy(reason));
  return ownMember(text.noteReasons[what], reason) ?? text.notes[what];
}

/** A reason that this page has no words for stands for itself. */
function holderBy(reason: string): string {
  const kind = ownMember(text.holderOfReason, reason);
  return (kind === undefined ? undefined : ownMember(text.holders, kind)) ?? reason;
}

/** Reasons come from the server: `constructor` is none that is known. */
function ownMember(known: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(known, name) ? known[name] : undefined;
}
