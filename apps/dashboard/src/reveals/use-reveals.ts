import type { AnswerOf, BodyOf } from '@casewire/client';
import { useMutation } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { bodyOf } from '../api/api.ts';
import { useApi } from '../app/place.ts';
import { sayFailure } from '../shell/say.ts';

/** Something that is hidden, and can be shown. */
export type Revealable = BodyOf<'post', '/v1/reveals'>;
export type Revealed = AnswerOf<'post', '/v1/reveals'>;

/** What a page has been shown of what is hidden. It is in no cache, and gone when the page is left. */
export interface Reveals {
  readonly of: (what: Revealable) => Revealed | undefined;
  readonly reveal: (what: Revealable) => void;
  readonly isPending: boolean;
}

export function useReveals(): Reveals {
  const api = useApi();
  const [shown, setShown] = useState<ReadonlyMap<string, Revealed>>(new Map());
  const { mutate, isPending } = useMutation({
    mutationFn: (what: Revealable) => bodyOf(api.POST('/v1/reveals', { body: what })),
    onSuccess: (revealed, what) => setShown((before) => new Map(before).set(keyOf(what), revealed)),
    onError: sayFailure,
    gcTime: 0,
  });
  const of = useCallback((what: Revealable) => shown.get(keyOf(what)), [shown]);
  return { of, reveal: mutate, isPending };
}

function keyOf(what: Revealable): string {
  return [what.kind, what.id, 'attempt' in what ? what.attempt : ''].join(' ');
}
