import { Badge, Button, Group, Text } from '@mantine/core';
import { PlusIcon } from '@heroicons/react/24/outline';
import { useState } from 'react';
import type { ApiKey } from '../api/types.ts';
import type { Column } from '../lists/record-table.tsx';
import { text as shellText } from '../shell/text.ts';
import { Foreign } from '../shown/foreign.tsx';
import { visibleText } from '../shown/visible-text.ts';
import { Time } from '../time/time.tsx';
import { useNow } from '../time/zone.ts';
import { AccessSection } from './access-section.tsx';
import { ChangeQuestion } from './change-question.tsx';
import { KeyFormDialog } from './key-form-dialog.tsx';
import { keyList, useRevokeKey } from './queries.ts';
import { scopesInWords } from './rights.ts';
import { keyState } from './states.ts';
import { text } from './text.ts';

/** The keys of a tenant, which programs call the API with. */
export function KeySection({ tenant }: { readonly tenant: string }) {
  const [asked, ask] = useState<'create' | ApiKey>();
  const close = () => ask(undefined);
  return (
    <>
      <AccessSection
        text={text.keys}
        aside={() => (
          <Button flex="none" leftSection={<PlusIcon width={14} />} onClick={() => ask('create')}>
            {text.keys.create}
          </Button>
        )}
        list={keyList(tenant)}
        columns={columnsOf(ask)}
      />
      {asked === 'create' && <KeyFormDialog tenant={tenant} onClose={close} />}
      {typeof asked === 'object' && <RevokeQuestion tenant={tenant} of={asked} onClose={close} />}
    </>
  );
}

const columnsOf = (onRevoke: (key: ApiKey) => void): readonly Column<ApiKey>[] => [
  {
    heading: text.columns.name,
    cell: (key) => (
      <>
        <Name of={key} />
        <Group hiddenFrom="sm" gap={6} fz="xs" mt={4}>
          <Badge color="gray">{shellText.environments[key.environment]}</Badge>
          <State of={key} />
          <Text c="dimmed" fz="xs">
            {scopesInWords(key.scopes)}
          </Text>
        </Group>
      </>
    ),
  },
  {
    heading: text.columns.environment,
    width: '116px',
    visibleFrom: 'sm',
    cell: ({ environment }) => <Badge color="gray">{shellText.environments[environment]}</Badge>,
  },
  {
    heading: text.columns.scopes,
    width: '18%',
    visibleFrom: 'sm',
    cell: ({ scopes }) => scopesInWords(scopes),
  },
  {
    heading: text.columns.created,
    width: '150px',
    visibleFrom: 'md',
    cell: ({ createdAt }) => <Time at={createdAt} />,
  },
  {
    heading: text.columns.expires,
    width: '150px',
    visibleFrom: 'md',
    cell: ({ expiresAt }) => (expiresAt === null ? text.never : <Time at={expiresAt} />),
  },
  { heading: text.columns.state, width: '150px', visibleFrom: 'sm', cell: (key) => <State of={key} /> },
  {
    heading: text.columns.action,
    isHeadingHidden: true,
    width: '86px',
    align: 'right',
    cell: (key) => <RevokeButton of={key} onClick={() => onRevoke(key)} />,
  },
];

interface KeyProps {
  readonly of: ApiKey;
}

/** The audit knows a key without a name by its id. */
function Name({ of: { id, name } }: KeyProps) {
  if (name !== null) return <Foreign>{name}</Foreign>;
  return (
    <Text c="dimmed" component="div" className="monospace">
      <Foreign>{id}</Foreign>
    </Text>
  );
}

const colours = { active: 'teal', expired: 'gray', revoked: 'gray' } as const;

function State({ of: key }: KeyProps) {
  const state = keyState(key, useNow());
  return (
    <>
      <Badge color={colours[state]}>{text.keys.states[state]}</Badge>
      {key.revokedAt !== null && (
        <Text c="dimmed" fz="xs" component="div">
          <Time at={key.revokedAt} />
        </Text>
      )}
    </>
  );
}

function RevokeButton({ of: key, onClick }: KeyProps & { readonly onClick: () => void }) {
  if (keyState(key, useNow()) !== 'active') return null;
  return (
    <Button variant="default" size="compact-xs" onClick={onClick}>
      {text.keys.revoke}
    </Button>
  );
}

interface RevokeQuestionProps extends KeyProps {
  readonly tenant: string;
  readonly onClose: () => void;
}

function RevokeQuestion({ tenant, of: { id, name }, onClose }: RevokeQuestionProps) {
  return (
    <ChangeQuestion
      title={text.keys.revokeTitle(name === null ? text.keys.unnamed : visibleText(name))}
      lead={text.keys.revokeLead}
      label={text.keys.revoke}
      done={text.keys.revoked}
      change={useRevokeKey(tenant)}
      input={id}
      onClose={onClose}
    />
  );
}
