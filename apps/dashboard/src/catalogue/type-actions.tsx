import { ActionIcon, Button, Menu } from '@mantine/core';
import { EllipsisHorizontalIcon } from '@heroicons/react/24/outline';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useMay, usePlace, useSession } from '../app/place.ts';
import { allows } from '../session/session.ts';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';
import { say, sayFailure } from '../shell/say.ts';
import { text as webhookText } from '../webhooks/text.ts';
import { visibleText } from '../shown/visible-text.ts';
import { useCopyEventType, useDeleteEventType } from './queries.ts';
import { text } from './text.ts';

/** What can be done with an own type. */
export function TypeActions({ type }: { readonly type: string }) {
  const place = usePlace();
  const session = useSession();
  const [asked, ask] = useState<'copy' | 'remove'>();
  const mayCopy = place.environment === 'sandbox' && allows(session, 'production', 'write');
  if (!useMay('write')) return null;
  const close = () => ask(undefined);
  return (
    <>
      <Button
        variant="default"
        renderRoot={(props) => (
          <Link {...props} to="/t/$tenant/$environment/catalogue/edit" params={place} search={{ type }} />
        )}
      >
        {text.detail.edit}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={30} aria-label={webhookText.actions.more}>
            <EllipsisHorizontalIcon width={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {mayCopy && <Menu.Item onClick={() => ask('copy')}>{text.detail.copy}</Menu.Item>}
          <Menu.Item color="red" onClick={() => ask('remove')}>
            {text.detail.remove}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {asked === 'copy' && <CopyQuestion type={type} onClose={close} />}
      {asked === 'remove' && <RemoveQuestion type={type} onClose={close} />}
    </>
  );
}

interface QuestionProps {
  readonly type: string;
  readonly onClose: () => void;
}

function CopyQuestion({ type, onClose }: QuestionProps) {
  const { mutate, isPending } = useCopyEventType();
  const copy = () =>
    mutate(type, { onSuccess: () => say(text.detail.copied), onError: sayFailure, onSettled: onClose });
  return (
    <ConfirmDialog
      isOpen
      title={text.detail.copyTitle(visibleText(type))}
      lead={text.detail.copyLead}
      confirm={{ label: text.detail.copy, isPending, onClick: copy }}
      onClose={onClose}
    />
  );
}

function RemoveQuestion({ type, onClose }: QuestionProps) {
  const { mutate, isPending } = useDeleteEventType();
  const navigate = useNavigate({ from: '/t/$tenant/$environment/catalogue' });
  const remove = () =>
    mutate(type, {
      onSuccess: () => {
        say(text.detail.removed);
        void navigate({ search: ({ type: _gone, ...all }) => all, replace: true });
      },
      onError: sayFailure,
      onSettled: onClose,
    });
  return (
    <ConfirmDialog
      isOpen
      title={text.detail.removeTitle(visibleText(type))}
      lead={text.detail.removeLead}
      confirm={{ label: text.detail.remove, colour: 'red', isPending, onClick: remove }}
      onClose={onClose}
    />
  );
}
