import { ActionIcon, Button, Menu, Table, Text, VisuallyHidden } from '@mantine/core';
import { EllipsisHorizontalIcon, PlusIcon } from '@heroicons/react/24/outline';
import { useState } from 'react';
import type { NamedSecret } from '../api/types.ts';
import { CardHeader } from '../shell/card-header.tsx';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';
import { say, sayFailure } from '../shell/say.ts';
import { Foreign } from '../shown/foreign.tsx';
import { visibleText } from '../shown/visible-text.ts';
import { Time } from '../time/time.tsx';
import { useDeleteSecret, useNamedSecrets } from './queries.ts';
import { SecretFormDialog } from './secret-form-dialog.tsx';
import { text } from './text.ts';

/** What is asked: the value of a new secret or of a known one, or whether one may go. */
type Question =
  { readonly kind: 'create' } | { readonly kind: 'replace' | 'remove'; readonly secret: NamedSecret };

/** The names of the secrets that webhooks may name. Values are not shown. */
export function NamedSecrets() {
  const { data: secrets } = useNamedSecrets();
  const [asked, ask] = useState<Question>();
  const close = () => ask(undefined);
  return (
    <>
      <CardHeader title={text.secrets.title} lead={text.secrets.lead}>
        <Button leftSection={<PlusIcon width={14} />} onClick={() => ask({ kind: 'create' })}>
          {text.secrets.create}
        </Button>
      </CardHeader>
      {secrets?.length === 0 && <Text>{text.secrets.empty}</Text>}
      {secrets !== undefined && secrets.length > 0 && <SecretTable secrets={secrets} onAsk={ask} />}
      {(asked?.kind === 'create' || asked?.kind === 'replace') && (
        <SecretFormDialog
          known={secrets ?? []}
          {...(asked.kind === 'replace' && { replaced: asked.secret.name })}
          onClose={close}
        />
      )}
      {asked?.kind === 'remove' && <RemoveQuestion name={asked.secret.name} onClose={close} />}
    </>
  );
}

interface SecretTableProps {
  readonly secrets: readonly NamedSecret[];
  readonly onAsk: (question: Question) => void;
}

function SecretTable({ secrets, onAsk }: SecretTableProps) {
  return (
    <Table layout="fixed" horizontalSpacing={6}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{text.secrets.name}</Table.Th>
          <Table.Th w={146} visibleFrom="sm">
            {text.secrets.created}
          </Table.Th>
          <Table.Th w={146}>{text.secrets.replaced}</Table.Th>
          <Table.Th w={40}>
            <VisuallyHidden>{text.secrets.menu}</VisuallyHidden>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {secrets.map((secret) => (
          <SecretRow key={secret.name} secret={secret} onAsk={onAsk} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function SecretRow({ secret, onAsk }: Pick<SecretTableProps, 'onAsk'> & { readonly secret: NamedSecret }) {
  const { name, createdAt, updatedAt } = secret;
  return (
    <Table.Tr>
      <Table.Td className="monospace">
        <Foreign>{name}</Foreign>
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <Time at={createdAt} />
      </Table.Td>
      <Table.Td>{updatedAt === createdAt ? text.secrets.never : <Time at={updatedAt} />}</Table.Td>
      <Table.Td>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={text.secrets.actions(visibleText(name))}>
              <EllipsisHorizontalIcon width={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => onAsk({ kind: 'replace', secret })}>{text.secrets.replace}</Menu.Item>
            <Menu.Item color="red" onClick={() => onAsk({ kind: 'remove', secret })}>
              {text.secrets.remove}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Table.Td>
    </Table.Tr>
  );
}

function RemoveQuestion({ name, onClose }: { readonly name: string; readonly onClose: () => void }) {
  const { mutate, isPending } = useDeleteSecret();
  const remove = () =>
    mutate(name, { onSuccess: () => say(text.secrets.removed), onError: sayFailure, onSettled: onClose });
  return (
    <ConfirmDialog
      isOpen
      title={text.secrets.removeTitle(visibleText(name))}
      lead={text.secrets.removeLead}
      confirm={{ label: text.secrets.remove, colour: 'red', isPending, onClick: remove }}
      onClose={onClose}
    />
  );
}
