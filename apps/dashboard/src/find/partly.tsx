import { Alert, Text } from '@mantine/core';
import type { Search } from '../api/types.ts';
import { text } from './text.ts';

/** What of an answer is missing. */
export function Partly({ answers }: { readonly answers: readonly Search[] }) {
  const unavailable = new Set(answers.flatMap((answer) => answer.unavailable));
  return (
    <>
      {unavailable.size > 0 && <Alert color="orange">{text.partly([...unavailable].join(', '))}</Alert>}
      {answers.some(({ more }) => more.length > 0) && (
        <Text c="dimmed" fz="xs">
          {text.more}
        </Text>
      )}
    </>
  );
}
