import { ActionIcon, Button, Group, Menu } from '@mantine/core';
import { EllipsisHorizontalIcon, PauseIcon, PlayIcon } from '@heroicons/react/24/outline';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Webhook } from '../api/types.ts';
import { useMay } from '../app/place.ts';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';
import { say, sayFailure } from '../shell/say.ts';
import { ReplayDialog } from '../replays/replay-dialog.tsx';
import { useWebhookAction, type WebhookAction } from './queries.ts';
import { ResumeDialog } from './resume-dialog.tsx';
import { TestDialog } from './test-dialog.tsx';
import { text } from './text.ts';
import { labelOf } from './webhook-name.tsx';

const questions = {
  pause: { title: text.actions.pauseTitle, lead: text.actions.pauseLead, label: text.actions.pause },
  disable: {
    title: text.actions.disableTitle,
    lead: text.actions.disableLead,
    label: text.actions.disable,
    colour: 'red',
  },
  remove: {
    title: text.actions.removeTitle,
    lead: text.actions.removeLead,
    label: text.actions.remove,
    colour: 'red',
  },
} as const;

type PlainQuestion = keyof typeof questions;

/** What is asked before something is done: a plain question, or a dialog with choices. */
type Question = PlainQuestion | 'resume' | 'test' | 'replay';

function isPlain(question: Question | undefined): question is PlainQuestion {
  return question !== undefined && question in questions;
}

const done: Readonly<Record<WebhookAction, string>> = {
  pause: text.actions.paused,
  send: text.actions.resumed,
  skip: text.actions.resumed,
  disable: text.actions.disabled,
  enable: text.actions.enabled,
  remove: text.actions.removed,
};

/** Everything that can be done with a webhook. Each says before what will happen. */
export function WebhookActions({ webhook }: { readonly webhook: Webhook }) {
  const [asked, ask] = useState<Question>();
  const close = () => ask(undefined);
  const { run, isPending } = useRun(webhook.id, close);
  if (!useMay('write')) return null;
  const question = isPlain(asked) ? { ...questions[asked], action: asked } : undefined;
  return (
    <Group gap="xs">
      <Button variant="default" component={Link} from="/t/$tenant/$environment/webhooks/$id" to="./edit">
        {text.actions.edit}
      </Button>
      <MainAction webhook={webhook} onAsk={ask} onRun={run} />
      <MoreActions webhook={webhook} onAsk={ask} />
      {question !== undefined && (
        <ConfirmDialog
          isOpen
          title={question.title(labelOf(webhook))}
          lead={question.lead}
          confirm={{
            label: question.label,
            ...('colour' in question && { colour: question.colour }),
            isPending,
            onClick: () => run(question.action),
          }}
          onClose={close}
        />
      )}
      <ResumeDialog
        name={labelOf(webhook)}
        isOpen={asked === 'resume'}
        isPending={isPending}
        onChosen={run}
        onClose={close}
      />
      <TestDialog webhook={webhook} isOpen={asked === 'test'} onClose={close} />
      <ReplayDialog webhookId={webhook.id} isOpen={asked === 'replay'} onClose={close} />
    </Group>
  );
}

function useRun(id: string, onSettled: () => void) {
  const { mutate, isPending } = useWebhookAction(id);
  const navigate = useNavigate({ from: '/t/$tenant/$environment/webhooks/$id' });
  const run = (action: WebhookAction) =>
    mutate(action, {
      onSuccess: () => {
        say(done[action]);
        if (action === 'remove')
          void navigate({ to: '/t/$tenant/$environment/webhooks', params: (all) => all });
      },
      onError: sayFailure,
      onSettled,
    });
  return { run, isPending };
}

interface AskProps {
  readonly webhook: Webhook;
  readonly onAsk: (question: Question) => void;
}

function MainAction({
  webhook,
  onAsk,
  onRun,
}: AskProps & { readonly onRun: (action: WebhookAction) => void }) {
  const { status, health } = webhook;
  if (status === 'disabled') return <Button onClick={() => onRun('enable')}>{text.actions.enable}</Button>;
  const isHeld = status === 'paused' || health === 'paused';
  const Icon = isHeld ? PlayIcon : PauseIcon;
  return (
    <Button
      variant={isHeld ? 'filled' : 'default'}
      leftSection={<Icon width={14} />}
      onClick={() => onAsk(isHeld ? 'resume' : 'pause')}
    >
      {isHeld ? text.actions.resume : text.actions.pause}
    </Button>
  );
}

function MoreActions({ webhook, onAsk }: AskProps) {
  const mayReplay = useMay('replay');
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size={30} aria-label={text.actions.more}>
          <EllipsisHorizontalIcon width={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onAsk('test')}>{text.actions.test}</Menu.Item>
        {mayReplay && <Menu.Item onClick={() => onAsk('replay')}>{text.actions.replay}</Menu.Item>}
        {webhook.status !== 'disabled' && (
          <Menu.Item onClick={() => onAsk('disable')}>{text.actions.disable}</Menu.Item>
        )}
        <Menu.Item color="red" onClick={() => onAsk('remove')}>
          {text.actions.remove}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
