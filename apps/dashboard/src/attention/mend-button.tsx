import { Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { Link, linkOptions } from '@tanstack/react-router';
import type { AttentionItem, Place } from '../api/types.ts';
import { useMay, usePlace } from '../app/place.ts';
import { useIgnoreGroup, useRetryGroup } from '../failures/queries.ts';
import { useChangeInvocation } from '../invocations/queries.ts';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';
import { say, sayFailure } from '../shell/say.ts';
import { useWebhookAction } from '../webhooks/queries.ts';
import { mendOf, type Look } from './mend.ts';
import { attentionKey } from './queries.ts';
import { text } from './text.ts';

/** Does what mends an item, after a question, or leads to where it can be seen what is wrong. */
export function MendButton({ item }: { readonly item: AttentionItem }) {
  const mayWrite = useMay('write');
  const mayReplay = useMay('replay');
  const mend = mendOf(item.action);
  if (mend === undefined) return null;
  if ('shows' in mend) return <LookButton item={item} mend={mend} />;
  switch (mend.does) {
    case 'retry':
      return mayReplay && <RetryButton item={item} id={mend.invocationId} />;
    case 'retry-group':
    case 'ignore-group':
      return (
        <Group gap="xs">
          <LookButton item={item} mend={{ shows: 'group', groupId: mend.groupId }} />
          {mayWrite && <IgnoreButton id={mend.groupId} />}
          {mayReplay && mend.does === 'retry-group' && <RetryGroupButton item={item} id={mend.groupId} />}
        </Group>
      );
    case 'enable':
    case 'send':
      return mayWrite && <WebhookButton item={item} id={mend.webhookId} action={mend.does} />;
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

interface RetryButtonProps {
  readonly item: AttentionItem;
  readonly id: string;
}

function RetryButton({ item, id }: RetryButtonProps) {
  const { mutate, isPending } = useChangeInvocation(id, 'retry');
  return <AskingButton item={item} isPending={isPending} run={(then) => mutate(undefined, then)} />;
}

function RetryGroupButton({ item, id }: RetryButtonProps) {
  const { mutate, isPending } = useRetryGroup(id);
  return <AskingButton item={item} isPending={isPending} run={(then) => mutate(undefined, then)} />;
}

/** Takes a group of failures off the list, until something of it fails again. It asks nothing: what is ignored is still listed. */
function IgnoreButton({ id }: Pick<RetryButtonProps, 'id'>) {
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

interface WebhookButtonProps extends RetryButtonProps {
  readonly action: 'enable' | 'send';
}

function WebhookButton({ item, id, action }: WebhookButtonProps) {
  const { mutate, isPending } = useWebhookAction(id);
  return <AskingButton item={item} isPending={isPending} run={(then) => mutate(action, then)} />;
}

interface Then {
  readonly onSuccess: () => void;
  readonly onError: (error: Error) => void;
  readonly onSettled: () => void;
}

interface AskingButtonProps {
  readonly item: AttentionItem;
  readonly isPending: boolean;
  readonly run: (then: Then) => void;
}

/** Says what will happen before it does it. */
function AskingButton({ item: { kind }, isPending, run }: AskingButtonProps) {
  const [isOpen, { open, close }] = useDisclosure(false);
  const readAgain = useReadAgain();
  const { button, question } = text.kinds[kind];
  if (question === undefined) return null;
  const onSuccess = () => {
    say(question.done);
    readAgain();
  };
  const onClick = () => run({ onSuccess, onError: sayFailure, onSettled: close });
  return (
    <>
      <Button onClick={open}>{button}</Button>
      <ConfirmDialog
        isOpen={isOpen}
        title={question.title}
        lead={question.lead}
        confirm={{ label: button, isPending, onClick }}
        onClose={close}
      />
    </>
  );
}

/** Has the list read again at once. */
function useReadAgain(): () => void {
  const place = usePlace();
  const queryClient = useQueryClient();
  return () => void queryClient.invalidateQueries({ queryKey: attentionKey(place) });
}
