import { Button, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { ArrowPathIcon } from '@heroicons/react/24/outline';
import type { Attempt, ExplainedInvocation } from '../api/types.ts';
import { useMay } from '../app/place.ts';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';
import { say, sayFailure } from '../shell/say.ts';
import { isUnsettled, useChangeInvocation } from './queries.ts';
import { ResendDialog } from './resend-dialog.tsx';
import { text } from './text.ts';

interface InvocationActionsProps {
  readonly invocation: ExplainedInvocation;
  /** The attempt that is looked at; undefined before the first. */
  readonly attempt: Attempt | undefined;
}

/** The buttons that change what becomes of an invocation, as far as the session may. */
export function InvocationActions({ invocation, attempt }: InvocationActionsProps) {
  const mayRetry = useMay('replay');
  const mayStop = useMay('write') && (isUnsettled(invocation) || invocation.blocking);
  return (
    <>
      {mayRetry && <RetryButton invocation={invocation} />}
      {mayRetry && <ResendButton invocation={invocation} attempt={attempt} />}
      {mayStop && <StopButton id={invocation.id} />}
    </>
  );
}

/** The first thing to do with what was not delivered. */
function RetryButton({ invocation: { id, status } }: Pick<InvocationActionsProps, 'invocation'>) {
  const { mutate, isPending } = useChangeInvocation(id, 'retry');
  return (
    <Tooltip label={text.detail.retryHint} multiline maw={260}>
      <Button
        variant={status === 'delivered' ? 'default' : 'filled'}
        leftSection={<ArrowPathIcon width={14} />}
        loading={isPending}
        onClick={() => mutate(undefined, { onSuccess: () => say(text.detail.retried), onError: sayFailure })}
      >
        {text.detail.retry}
      </Button>
    </Tooltip>
  );
}

function ResendButton(props: InvocationActionsProps) {
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <Tooltip label={text.resend.hint} multiline maw={260}>
        <Button variant="default" onClick={open}>
          {text.resend.button}
        </Button>
      </Tooltip>
      <ResendDialog {...props} isOpen={isOpen} onClose={close} />
    </>
  );
}

function StopButton({ id }: { readonly id: string }) {
  const [isOpen, { open, close }] = useDisclosure(false);
  const { mutate, isPending } = useChangeInvocation(id, 'cancel');
  const stop = () =>
    mutate(undefined, { onSuccess: () => say(text.stop.stopped), onError: sayFailure, onSettled: close });
  return (
    <>
      <Button variant="default" onClick={open}>
        {text.stop.button}
      </Button>
      <ConfirmDialog
        isOpen={isOpen}
        title={text.stop.title}
        lead={text.stop.lead}
        confirm={{ label: text.stop.button, colour: 'red', isPending, onClick: stop }}
        onClose={close}
      />
    </>
  );
}
