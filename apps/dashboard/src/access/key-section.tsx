import { Badge, Group, Text } from '@mantine/core';
import type { ApiKey } from '../api/types.ts';
import { timeColumn } from '../lists/columns.tsx';
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
  return (
    <AccessSection
      text={text.keys}
      list={keyList(tenant)}
      columns={columns}
      button={{
        label: text.keys.create,
        makesNew: true,
        dialog: (onClose) => <KeyFormDialog tenant={tenant} onClose={onClose} />,
      }}
      rowButton={{
        label: text.keys.revoke,
        isOffered: (key, now) => keyState(key, now) === 'active',
        dialog: (key, onClose) => <RevokeQuestion tenant={tenant} of={key} onClose={onClose} />,
      }}
    />
  );
}

const columns: readonly Column<ApiKey>[] = [
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
  timeColumn(text.columns.created, ({ createdAt }) => createdAt, 'xl'),
  timeColumn(text.columns.lastUsedHour, ({ lastUsedAt }) => lastUsedAt, 'lg', text.keys.notUsed),
  timeColumn(text.columns.expires, ({ expiresAt }) => expiresAt, 'md', text.never),
  { heading: text.columns.state, width: '150px', visibleFrom: 'sm', cell: (key) => <State of={key} /> },
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

interface RevokeQuestionProps extends KeyProps {
  readonly tenant: string;
  readonly onClose: () => void;
}

function RevokeQuestion({ tenant, of: { id, name }, onClose }: RevokeQuestionProps) {
  return (
    <ChangeQuestion
      title={text.keys.revokeTitle(name === null ? text.keys.unnamed : `“${visibleText(name)}”`)}
      lead={text.keys.revokeLead}
      label={text.keys.revoke}
      done={text.keys.revoked}
      change={useRevokeKey(tenant)}
      input={id}
      onClose={onClose}
    />
  );
}
