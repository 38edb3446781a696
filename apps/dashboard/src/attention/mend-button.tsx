import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { Link, linkOptions } from '@tanstack/react-router';
import type { AttentionItem, Place } from '../api/types.ts';
import { useMay, usePlace } from '../app/place.ts';
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
  if (!(mend.does === 'retry' ? mayReplay : mayWrite)) return null;
  return mend.does === 'retry' ? (
    <RetryButton item={item} id={mend.invocationId} />
  ) : (
    <WebhookButton item={item} id={mend.webhookId} action={mend.does} />
  );
}

interface LookButtonProps {
  readonly item: AttentionItem;
  readonly mend: Look;
}

function LookButton({ item: { kind }, mend }: LookButtonProps) {
  const place = usePlace();
  return (
    <Button variant="default" renderRoot={(props) => <Link {...props} {...targetOf(mend, place)} />}>
      {mend.shows === 'webhook' ? text.look : text.kinds[kind].button}
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
  const place = usePlace();
  const queryClient = useQueryClient();
  const { button, question } = text.kinds[kind];
  if (question === undefined) return null;
  const onSuccess = () => {
    say(question.done);
    void queryClient.invalidateQueries({ queryKey: attentionKey(place) });
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
