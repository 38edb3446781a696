import { Badge, Button, Group, Text } from '@mantine/core';
import { PlusIcon } from '@heroicons/react/24/outline';
import { useState } from 'react';
import type { PortalLink } from '../api/types.ts';
import type { Column } from '../lists/record-table.tsx';
import { Foreign } from '../shown/foreign.tsx';
import { Time } from '../time/time.tsx';
import { useNow } from '../time/zone.ts';
import { AccessSection } from './access-section.tsx';
import { ChangeQuestion } from './change-question.tsx';
import { EnvironmentBadges } from './environment-badges.tsx';
import { LinkFormDialog } from './link-form-dialog.tsx';
import { linkList, useRevokeLink } from './queries.ts';
import { scopesInWords } from './rights.ts';
import { linkState } from './states.ts';
import { text } from './text.ts';

/** The links by which people of a tenant get in. */
export function LinkSection({ tenant }: { readonly tenant: string }) {
  const [asked, ask] = useState<'create' | PortalLink>();
  const close = () => ask(undefined);
  return (
    <>
      <AccessSection
        text={text.links}
        aside={() => (
          <Button flex="none" leftSection={<PlusIcon width={14} />} onClick={() => ask('create')}>
            {text.links.create}
          </Button>
        )}
        list={linkList(tenant)}
        columns={columnsOf(ask)}
      />
      {asked === 'create' && <LinkFormDialog tenant={tenant} onClose={close} />}
      {typeof asked === 'object' && <RevokeQuestion tenant={tenant} of={asked} onClose={close} />}
    </>
  );
}

const columnsOf = (onRevoke: (link: PortalLink) => void): readonly Column<PortalLink>[] => [
  {
    heading: text.columns.environments,
    cell: (link) => (
      <>
        <EnvironmentBadges of={link.environments} />
        {link.landing !== null && (
          <Text c="dimmed" fz="xs" component="div">
            <Foreign>{link.landing}</Foreign>
          </Text>
        )}
        <Group hiddenFrom="sm" gap={6} fz="xs" mt={4}>
          <State of={link} />
          <Text c="dimmed" fz="xs">
            {scopesInWords(link.scopes)}
          </Text>
        </Group>
      </>
    ),
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
    heading: text.columns.until,
    width: '150px',
    visibleFrom: 'md',
    cell: ({ expiresAt }) => <Time at={expiresAt} />,
  },
  { heading: text.columns.state, width: '150px', visibleFrom: 'sm', cell: (link) => <State of={link} /> },
  {
    heading: text.columns.action,
    isHeadingHidden: true,
    width: '86px',
    align: 'right',
    cell: (link) => (
      <Button variant="default" size="compact-xs" onClick={() => onRevoke(link)}>
        {text.links.revoke}
      </Button>
    ),
  },
];

interface LinkProps {
  readonly of: PortalLink;
}

const colours = { unused: 'blue', used: 'teal', expired: 'gray' } as const;

function State({ of: link }: LinkProps) {
  const state = linkState(link, useNow());
  return (
    <>
      <Badge color={colours[state]}>{text.links.states[state]}</Badge>
      {link.usedAt !== null && (
        <Text c="dimmed" fz="xs" component="div">
          <Time at={link.usedAt} />
        </Text>
      )}
    </>
  );
}

interface RevokeQuestionProps extends LinkProps {
  readonly tenant: string;
  readonly onClose: () => void;
}

function RevokeQuestion({ tenant, of: link, onClose }: RevokeQuestionProps) {
  return (
    <ChangeQuestion
      title={text.links.revokeTitle}
      lead={text.links.revokeLeads[linkState(link, useNow())]}
      label={text.links.revoke}
      done={text.links.revoked}
      change={useRevokeLink(tenant)}
      input={link.id}
      onClose={onClose}
    />
  );
}
