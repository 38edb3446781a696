import { Text } from '@mantine/core';
import type { Environment, Search } from '../api/types.ts';
import { PlaceLink } from '../shell/place-link.tsx';
import { text as shellText } from '../shell/text.ts';
import { Foreign } from '../shown/foreign.tsx';
import { Time } from '../time/time.tsx';
import type { Sought } from './find-search.ts';
import { text } from './text.ts';

interface NothingFoundProps {
  readonly sought: Sought;
  readonly searched: readonly Environment[];
  readonly answer: Search;
  /** Called when its link is followed. */
  readonly onLeave?: () => void;
}

/** What was searched, what retention may have to do with it, and where else to look. */
export function NothingFound({ sought, searched, answer, onLeave }: NothingFoundProps) {
  const { q, by } = sought;
  const { keptDays, keptUntil } = answer;
  const { nothing } = text;
  return (
    <>
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
      <PlaceLink to="rejected" {...(onLeave !== undefined && { onClick: onLeave })}>
        {nothing.toRejected}
      </PlaceLink>
    </>
  );
}
