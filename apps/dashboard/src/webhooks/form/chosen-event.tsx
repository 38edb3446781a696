import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { InspectedEvent } from '../../api/types.ts';
import { useEventQuery } from '../../events/queries.ts';
import { BodyView } from '../../shown/body-view.tsx';
import { bytesOf, textOf } from '../../shown/bytes.ts';
import type { PreviewChoice } from './preview-choices.ts';
import { text } from './text.ts';

/** An event as a filter sees it, so that an expression can be written by what the last ones looked like. */
export function ChosenEvent({ about }: Pick<PreviewChoice, 'about'>) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="more" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{text.preview.look}</summary>
      {isOpen &&
        ('event' in about ? <Seen seen={JSON.stringify(about.event)} /> : <Accepted uid={about.eventUid} />)}
    </details>
  );
}

function Accepted({ uid }: { readonly uid: string }) {
  const { data: event } = useQuery(useEventQuery(uid));
  if (event === undefined) return null;
  return (
    <>
      {event.dataBase64 === undefined && <Text c="dimmed">{text.preview.noData}</Text>}
      <Seen seen={seenByFilter(event)} />
    </>
  );
}

function Seen({ seen }: { readonly seen: string }) {
  return <BodyView label={text.preview.seen} body={seen} bytes={new TextEncoder().encode(seen).length} />;
}

/** The attributes, and the data as it was written. */
function seenByFilter({ attributes, dataBase64 }: InspectedEvent): string {
  const data = dataBase64 === undefined ? undefined : textOf(bytesOf(dataBase64));
  const members = Object.entries(attributes).map(
    ([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`,
  );
  return `{${[...members, ...(data === undefined ? [] : [`"data":${data}`])].join(',')}}`;
}
