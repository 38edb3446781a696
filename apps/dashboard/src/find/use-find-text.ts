import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';

/** How long the text has to rest before it is searched for, in milliseconds. */
const REST_MS = 200;

/** A text that somebody types, and what is searched for meanwhile. */
export interface FindText {
  readonly typed: string;
  readonly type: (typed: string) => void;
  /** The text that is searched for, without spaces around it. */
  readonly q: string;
  /** Whether it is what was typed. */
  readonly isCurrent: boolean;
}

export function useFindText(): FindText {
  const [typed, type] = useState('');
  const wanted = typed.trim();
  const [q] = useDebouncedValue(wanted, REST_MS);
  return { typed, type, q, isCurrent: q === wanted };
}
