import { Button, Group } from '@mantine/core';
import { Link, linkOptions } from '@tanstack/react-router';
import type { AttentionItem, Place } from '../api/types.ts';
import { useMay, usePlace } from '../app/place.ts';
import { useIgnoreGroup } from '../failures/queries.ts';
import { say, sayFailure } from '../shell/say.ts';
import { mendOf, type Look } from './mend.ts';
import { useReadAgain } from './queries.ts';
import { text } from './text.ts';

interface MendButtonProps {
  readonly item: AttentionItem;
  /** Asks before what mends the item is done. */
  readonly onAsk: () => void;
}

/** Asks for what mends an item, or leads to where it can be seen what is wrong. */
export function MendButton({ item, onAsk }: MendButtonProps) {
  const mayWrite = useMay('write');
  const mayReplay = useMay('replay');
  const mend = mendOf(item.action);
  if (mend === undefined) return null;
  if ('shows' in mend) return <LookButton item={item} mend={mend} />;
  switch (mend.does) {
    case 'retry':
      return mayReplay && <AskButton item={item} onAsk={onAsk} />;
    case 'retry-group':
    case 'ignore-group':
      return (
        <Group gap="xs">
          <LookButton item={item} mend={{ shows: 'group', groupId: mend.groupId }} />
          {mayWrite && <IgnoreButton id={mend.groupId} />}
          {mayReplay && mend.does === 'retry-group' && <AskButton item={item} onAsk={onAsk} />}
        </Group>
      );
    case 'enable':
    case 'send':
      return mayWrite && <AskButton item={item} onAsk={onAsk} />;
  }
}

interface LookButtonProps {
  readonly item: AttentionItem;
  readonly mend: Look;
}

function LookButton({ item: { kind }, mend }: LookButtonProps) {
  const place = usePlace();
  return (
    <Button variant="default" renderRoot={(props) => <Link {...props} {...targetOf(mend, place)} />}>
      {mend.shows === 'webhook' || mend.shows === 'group' ? text.look : text.kinds[kind].button}
    </Button>
  );
}

function targetOf(mend: Look, place: Place) {
  switch (mend.shows) {
    case 'webhook':
      return linkOptions({
        to: '/t/$tenant/$environment/webhooks/$id',
        params: { ...place, id: mend.webhookId },
      });
    case 'failed':
      return linkOptions({
        to: '/t/$tenant/$environment/invocations',
        params: place,
        search: { status: 'failed', webhook: mend.webhookId },
      });
    case 'group':
      return linkOptions({
        to: '/t/$tenant/$environment/failures/$id',
        params: { ...place, id: mend.groupId },
      });
    case 'rejected':
      return linkOptions({
        to: '/t/$tenant/$environment/rejected/$id',
        params: { ...place, id: mend.eventId },
      });
  }
}

function AskButton({ item: { kind }, onAsk }: MendButtonProps) {
  return <Button onClick={onAsk}>{text.kinds[kind].button}</Button>;
}

/** Takes a group of failures off the list, until something of it fails again. It asks nothing: what is ignored is still listed. */
function IgnoreButton({ id }: { readonly id: string }) {
  const { mutate, isPending } = useIgnoreGroup(id);
  const readAgain = useReadAgain();
  const onSuccess = () => {
    say(text.ignored);
    readAgain();
  };
  return (
    <Button
      variant="default"
      loading={isPending}
      onClick={() => mutate({ ignored: true }, { onSuccess, onError: sayFailure })}
    >
      {text.ignore}
    </Button>
  );
}
