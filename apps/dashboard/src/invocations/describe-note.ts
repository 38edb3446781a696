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
  if (what === 'held') return text.heldBy(holderBy(reason));
  const known: Readonly<Record<string, string>> = text.noteReasons[what];
  return (
    (reason !== undefined && Object.hasOwn(known, reason) ? known[reason] : undefined) ?? text.notes[what]
  );
}

function holderBy(reason: string | undefined): string {
  const kind =
    reason !== undefined && Object.hasOwn(text.holderOfReason, reason)
      ? text.holderOfReason[reason]
      : undefined;
  return (kind === undefined ? undefined : text.holders[kind]) ?? reason ?? text.notes.held;
}
