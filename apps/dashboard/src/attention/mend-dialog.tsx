import { Alert } from '@mantine/core';
import type { AttentionItem } from '../api/types.ts';
import { useRetryGroup } from '../failures/queries.ts';
import { useChangeInvocation } from '../invocations/queries.ts';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';
import { say, sayFailure } from '../shell/say.ts';
import { useWebhookAction } from '../webhooks/queries.ts';
import { mendOf } from './mend.ts';
import { useReadAgain } from './queries.ts';
import { text } from './text.ts';

interface MendDialogProps {
  /** As it was when the question came up. */
  readonly item: AttentionItem;
  /** Whether the item is listed no more. */
  readonly isOver: boolean;
  readonly onClose: () => void;
}

/** Says what will happen before it does what mends an item. It stays open whatever becomes of the list. */
export function MendDialog(props: MendDialogProps) {
  const mend = mendOf(props.item.action);
  if (mend === undefined || 'shows' in mend) return null;
  switch (mend.does) {
    case 'retry':
      return <RetryDialog {...props} id={mend.invocationId} />;
    case 'retry-group':
      return <RetryGroupDialog {...props} id={mend.groupId} />;
    case 'enable':
    case 'send':
      return <WebhookDialog {...props} id={mend.webhookId} action={mend.does} />;
    case 'ignore-group':
      return null;
  }
}

interface OfOneProps extends MendDialogProps {
  readonly id: string;
}

function RetryDialog({ id, ...props }: OfOneProps) {
  const { mutate, isPending } = useChangeInvocation(id, 'retry');
  return <Question {...props} isPending={isPending} run={(then) => mutate(undefined, then)} />;
}

function RetryGroupDialog({ id, ...props }: OfOneProps) {
  const { mutate, isPending } = useRetryGroup(id);
  return <Question {...props} isPending={isPending} run={(then) => mutate(undefined, then)} />;
}

function WebhookDialog({ id, action, ...props }: OfOneProps & { readonly action: 'enable' | 'send' }) {
  const { mutate, isPending } = useWebhookAction(id);
  return <Question {...props} isPending={isPending} run={(then) => mutate(action, then)} />;
}

interface Then {
  readonly onSuccess: () => void;
  readonly onError: (error: Error) => void;
  readonly onSettled: () => void;
}

interface QuestionProps extends MendDialogProps {
  readonly isPending: boolean;
  readonly run: (then: Then) => void;
}

function Question({ item: { kind }, isOver, isPending, run, onClose }: QuestionProps) {
  const readAgain = useReadAgain();
  const { button, question } = text.kinds[kind];
  if (question === undefined) return null;
  const onSuccess = () => {
    say(question.done);
    readAgain();
  };
  const onClick = () => run({ onSuccess, onError: sayFailure, onSettled: onClose });
  return (
    <ConfirmDialog
      isOpen
      title={question.title}
      lead={question.lead}
      confirm={{ label: button, isPending, onClick }}
      onClose={onClose}
    >
      {isOver && !isPending && (
        <Alert color="blue" role="status" py="xs">
          {text.isOver}
        </Alert>
      )}
    </ConfirmDialog>
  );
}
