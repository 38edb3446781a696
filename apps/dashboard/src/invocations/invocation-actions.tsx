import { Button, Group, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { ArrowPathIcon } from '@heroicons/react/24/outline';
import type { Attempt, ExplainedInvocation } from '../api/types.ts';
import { useMay } from '../app/place.ts';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';
import { say, sayFailure } from '../shell/say.ts';
import { bytesOf } from '../shown/bytes.ts';
import { CopyButton } from '../shown/copy-button.tsx';
import { curlLine } from './curl.ts';
import { useChangeInvocation } from './queries.ts';
import { ResendDialog } from './resend-dialog.tsx';
import { text } from './text.ts';

interface InvocationActionsProps {
  readonly invocation: ExplainedInvocation;
  readonly attempt: Attempt | undefined;
}

export function InvocationActions({ invocation, attempt }: InvocationActionsProps) {
  const mayRetry = useMay('replay');
  const hasNotEnded = ['pending', 'retrying', 'held'].includes(invocation.status);
  const mayCancel = useMay('write') && (hasNotEnded || invocation.blocking);
  return (
    <Group gap="xs">
      {attempt !== undefined && <CurlButton invocation={invocation} attempt={attempt} />}
      {mayCancel && <CancelButton id={invocation.id} />}
      {mayRetry && <ResendButton invocation={invocation} attempt={attempt} />}
      {mayRetry && <RetryButton invocation={invocation} />}
    </Group>
  );
}

function CurlButton({
  invocation,
  attempt,
}: Required<InvocationActionsProps> & { readonly attempt: Attempt }) {
  const { payloadBase64 } = invocation;
  const isHidden = invocation.hidden !== undefined || attempt.hidden?.includes('request') === true;
  // A line with holes would send something else than what was sent.
  if (isHidden) return <CurlRefused />;
  // A GET says in its query what others say in the body.
  const hasBody = attempt.request.method !== 'GET' && payloadBase64 != null;
  const line = curlLine({ ...attempt.request, body: hasBody ? bytesOf(payloadBase64) : undefined });
  return <CopyButton wide value={line} label={text.detail.curl} hint={text.detail.curlHint} />;
}

function CurlRefused() {
  return (
    <Tooltip label={text.detail.curlHidden} multiline maw={260}>
      <Button variant="default" data-disabled aria-disabled onClick={(event) => event.preventDefault()}>
        {text.detail.curl}
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

function CancelButton({ id }: { readonly id: string }) {
  const [isOpen, { open, close }] = useDisclosure(false);
  const { mutate, isPending } = useChangeInvocation(id, 'cancel');
  const cancel = () =>
    mutate(undefined, { onSuccess: () => say(text.detail.cancelled), onError: sayFailure, onSettled: close });
  return (
    <>
      <Button variant="default" onClick={open}>
        {text.detail.cancel}
      </Button>
      <ConfirmDialog
        isOpen={isOpen}
        title={text.detail.cancelTitle}
        lead={text.detail.cancelLead}
        confirm={{ label: text.detail.cancel, colour: 'red', isPending, onClick: cancel }}
        onClose={close}
      />
    </>
  );
}
