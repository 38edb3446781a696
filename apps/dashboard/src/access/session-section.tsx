import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
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
  const [asked, ask] = useState<'all' | Session>();
  const close = () => ask(undefined);
  return (
    <>
      <AccessSection
        text={text.sessions}
        aside={(hasRows) =>
          hasRows && (
            <Button flex="none" variant="default" onClick={() => ask('all')}>
              {text.sessions.endAll}
            </Button>
          )
        }
        list={sessionList(tenant)}
        columns={columnsOf(ask)}
      />
      {asked === 'all' && <EndAllQuestion tenant={tenant} onClose={close} />}
      {typeof asked === 'object' && <EndQuestion tenant={tenant} id={asked.id} onClose={close} />}
    </>
  );
}

const columnsOf = (onEnd: (session: Session) => void): readonly Column<Session>[] => [
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
  {
    heading: text.columns.began,
    width: '150px',
    visibleFrom: 'md',
    cell: ({ createdAt }) => <Time at={createdAt} />,
  },
  {
    heading: text.columns.lastUsed,
    width: '150px',
    visibleFrom: 'sm',
    cell: ({ lastUsedAt }) => <Time at={lastUsedAt} />,
  },
  {
    heading: text.columns.ends,
    width: '150px',
    visibleFrom: 'md',
    cell: ({ expiresAt }) => <Time at={expiresAt} />,
  },
  {
    heading: text.columns.action,
    isHeadingHidden: true,
    width: '86px',
    align: 'right',
    cell: (session) => (
      <Button variant="default" size="compact-xs" onClick={() => onEnd(session)}>
        {text.sessions.end}
      </Button>
    ),
  },
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
