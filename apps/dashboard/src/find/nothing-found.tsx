import { Stack, Text } from '@mantine/core';
import type { Environment, Search } from '../api/types.ts';
import { text as shellText } from '../shell/text.ts';
import { Foreign } from '../shown/foreign.tsx';
import { Time } from '../time/time.tsx';
import type { Sought } from './find-search.ts';
import { text } from './text.ts';

interface NothingFoundProps {
  readonly sought: Sought;
  readonly searched: readonly Environment[];
  readonly answer: Search;
}

/** What was searched, and what retention may have to do with it. */
export function NothingFound({ sought, searched, answer }: NothingFoundProps) {
  const { q, by } = sought;
  const { keptDays, keptUntil } = answer;
  const { nothing } = text;
  return (
    <Stack gap="xs" ta="center" p="md">
      <Text component="div" c="dimmed">
        {nothing.searched} <Foreign wrap>{q}</Foreign>{' '}
        {by === undefined ? nothing.any : nothing.as(text.attributes[by])}{' '}
        {nothing.where(searched.map((each) => shellText.environments[each]).join(', '))}
      </Text>
      {keptUntil === null ? (
        <Text c="dimmed">
          {nothing.kept(nothing.days(keptDays.invocations), nothing.days(keptDays.events))}
        </Text>
      ) : (
        <Text component="div" c="dimmed">
          {nothing.expired} <Time at={keptUntil} />.
        </Text>
      )}
      <Text c="dimmed">{nothing.rejected}</Text>
    </Stack>
  );
}
