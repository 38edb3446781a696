import { Group, Text } from '@mantine/core';
import { timeColumn } from '../lists/columns.tsx';
import type { Column } from '../lists/record-table.tsx';
import type { Session } from '../session/session.ts';
import { Time } from '../time/time.tsx';
import { AccessSection } from './access-section.tsx';
import { ChangeQuestion } from './change-question.tsx';
import { EnvironmentBadges } from './environment-badges.tsx';
import { sessionList, useEndSession, useEndSessions } from './queries.ts';
import { rightsInWords } from './rights.ts';
import { text } from './text.ts';

/** Who is signed in to a tenant's dashboard. */
export function SessionSection({ tenant }: { readonly tenant: string }) {
  return (
    <AccessSection
      text={text.sessions}
      list={sessionList(tenant)}
      columns={columns}
      button={{
        label: text.sessions.endAll,
        dialog: (onClose) => <EndAllQuestion tenant={tenant} onClose={onClose} />,
      }}
      rowButton={{
        label: text.sessions.end,
        dialog: ({ id }, onClose) => <EndQuestion tenant={tenant} id={id} onClose={onClose} />,
      }}
    />
  );
}

const columns: readonly Column<Session>[] = [
  {
    heading: text.columns.beganWith,
    cell: (session) => (
      <>
        {text.sessions.kinds[session.kind]}
        <Group hiddenFrom="sm" gap={6} mt={4}>
          <EnvironmentBadges of={session.environments} />
          <Text c="dimmed" fz="xs">
            {rightsInWords(session)}
          </Text>
          <Text c="dimmed" fz="xs">
            <Time at={session.lastUsedAt} />
          </Text>
        </Group>
      </>
    ),
  },
  {
    heading: text.columns.environments,
    width: '192px',
    visibleFrom: 'sm',
    cell: ({ environments }) => <EnvironmentBadges of={environments} />,
  },
  {
    heading: text.columns.scopes,
    width: '18%',
    visibleFrom: 'sm',
    cell: (session) => rightsInWords(session),
  },
  timeColumn(text.columns.began, ({ createdAt }) => createdAt, 'lg'),
  timeColumn(text.columns.lastUsed, ({ lastUsedAt }) => lastUsedAt),
  timeColumn(text.columns.ends, ({ expiresAt }) => expiresAt, 'md'),
];

interface QuestionProps {
  readonly tenant: string;
  readonly onClose: () => void;
}

function EndQuestion({ tenant, id, onClose }: QuestionProps & { readonly id: string }) {
  return (
    <ChangeQuestion
      title={text.sessions.endTitle}
      lead={text.sessions.endLead}
      label={text.sessions.end}
      done={text.sessions.ended}
      change={useEndSession(tenant)}
      input={id}
      onClose={onClose}
    />
  );
}

function EndAllQuestion({ tenant, onClose }: QuestionProps) {
  return (
    <ChangeQuestion
      title={text.sessions.endAllTitle}
      lead={text.sessions.endAllLead}
      label={text.sessions.endAll}
      done={text.sessions.allEnded}
      change={useEndSessions(tenant)}
      input={undefined}
      onClose={onClose}
    />
  );
}
