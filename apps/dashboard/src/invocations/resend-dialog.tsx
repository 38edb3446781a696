import { Alert, Button, Group, Loader, Modal, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Attempt, ExplainedInvocation, ResendPreview } from '../api/types.ts';
import { useApi, useMay, usePlace } from '../app/place.ts';
import { PlaceLink } from '../shell/place-link.tsx';
import { say, sayFailure } from '../shell/say.ts';
import { text as shellText } from '../shell/text.ts';
import { DiffView } from '../shown/diff-view.tsx';
import { Foreign } from '../shown/foreign.tsx';
import { sentence } from '../shown/sentence.ts';
import { visibleText } from '../shown/visible-text.ts';
import { bodyTextOf, requestHeaderLines } from './exchange-text.ts';
import { resendPreviewQuery, useResend } from './queries.ts';
import { text } from './text.ts';

interface ResendDialogProps {
  readonly invocation: ExplainedInvocation;
  /** The attempt that the request of today is compared with; undefined before the first. */
  readonly attempt: Attempt | undefined;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Shows how the request of today differs from the one that was sent, and sends it. */
export function ResendDialog({ invocation, attempt, isOpen, onClose }: ResendDialogProps) {
  const mayCompare = useMay('payloads');
  const query = resendPreviewQuery(useApi(), usePlace(), invocation.id);
  const { data, error, isFetching } = useQuery({ ...query, enabled: isOpen && mayCompare });
  const { mutate, isPending } = useResend(invocation.id);
  const navigate = useNavigate({ from: '/t/$tenant/$environment/invocations/$id' });
  const send = () =>
    mutate(undefined, {
      onSuccess: ({ id }) => {
        say(text.resend.sent);
        onClose();
        void navigate({
          to: '/t/$tenant/$environment/invocations/$id',
          params: (all) => ({ ...all, id }),
          search: {},
        });
      },
      onError: sayFailure,
    });
  const isRefused = error !== null && !isFetching;
  return (
    <Modal opened={isOpen} onClose={onClose} title={text.resend.title} size="xl" centered>
      <Stack>
        <Text>{text.resend.lead}</Text>
        {!mayCompare && <Text c="dimmed">{text.resend.noBody}</Text>}
        {isFetching && <Loader size="sm" role="status" aria-label={text.resend.loading} />}
        {isRefused && <Alert color="red">{visibleText(sentence(error.message))}</Alert>}
        {data !== undefined && !isFetching && (
          <Difference invocation={invocation} attempt={attempt} preview={data} />
        )}
        <Group justify="end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            {shellText.keep}
          </Button>
          <Button loading={isPending} disabled={isFetching || isRefused} onClick={send}>
            {text.resend.button}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

interface DifferenceProps extends Pick<ResendDialogProps, 'invocation' | 'attempt'> {
  readonly preview: ResendPreview;
}

function Difference({ invocation, attempt, preview: { request, hidden } }: DifferenceProps) {
  const isHidden = hidden === 'whole' || invocation.hidden === 'whole';
  return (
    <>
      <Text c="dimmed">{text.resend.compared}</Text>
      <Text ff="monospace" fz="xs">
        <b>{request.method}</b> <Foreign wrap>{request.url}</Foreign>
      </Text>
      {request.body !== null && (
        <div>
          <Title order={3} mb={6}>
            {text.resend.body}
          </Title>
          {isHidden ? (
            <HiddenBody invocation={invocation} />
          ) : (
            <DiffView label={text.resend.body} before={bodyTextOf(invocation)} after={request.body} />
          )}
        </div>
      )}
      {attempt !== undefined && (
        <div>
          <Title order={3} mb={6}>
            {text.resend.headers}
          </Title>
          <DiffView
            label={text.resend.headers}
            before={requestHeaderLines(attempt.request.headers)}
            after={requestHeaderLines(request.headers)}
          />
        </div>
      )}
    </>
  );
}

function HiddenBody({ invocation: { eventUid } }: Pick<DifferenceProps, 'invocation'>) {
  return (
    <>
      <Text c="dimmed">{text.resend.hidden}</Text>
      <PlaceLink to={`events/${eventUid}`}>{text.detail.openEvent}</PlaceLink>
    </>
  );
}
