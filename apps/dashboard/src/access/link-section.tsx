import { Badge, Group, Text } from '@mantine/core';
import type { PortalLink } from '../api/types.ts';
import { timeColumn } from '../lists/columns.tsx';
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
  return (
    <AccessSection
      text={text.links}
      list={linkList(tenant)}
      columns={columns}
      button={{
        label: text.links.create,
        makesNew: true,
        dialog: (onClose) => <LinkFormDialog tenant={tenant} onClose={onClose} />,
      }}
      rowButton={{
        label: text.links.revoke,
        dialog: (link, onClose) => <RevokeQuestion tenant={tenant} of={link} onClose={onClose} />,
      }}
    />
  );
}

const columns: readonly Column<PortalLink>[] = [
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
  timeColumn(text.columns.created, ({ createdAt }) => createdAt, 'md'),
  timeColumn(text.columns.until, ({ expiresAt }) => expiresAt, 'md'),
  { heading: text.columns.state, width: '150px', visibleFrom: 'sm', cell: (link) => <State of={link} /> },
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
