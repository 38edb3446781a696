import { NavLink, ScrollArea, Text } from '@mantine/core';
import {
  ArrowPathIcon,
  BeakerIcon,
  BoltIcon,
  Cog6ToothIcon,
  ExclamationTriangleIcon,
  HomeIcon,
  InboxArrowDownIcon,
  NoSymbolIcon,
  PaperAirplaneIcon,
  ShieldCheckIcon,
  TagIcon,
} from '@heroicons/react/24/outline';
import { Link } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import type { Environment } from '../api/types.ts';
import { usePlace } from '../app/place.ts';
import { text } from './text.ts';

interface Area {
  readonly to: string;
  readonly label: string;
  readonly Icon: ComponentType<{ width?: number }>;
  /** The environment that has it. Default: both. */
  readonly only?: Environment;
}

const groups: readonly (readonly [label: string | undefined, areas: readonly Area[]])[] = [
  [undefined, [{ to: '', label: text.areas.overview, Icon: HomeIcon }]],
  [
    text.groups.deliver,
    [
      { to: '/webhooks', label: text.areas.webhooks, Icon: BoltIcon },
      { to: '/invocations', label: text.areas.invocations, Icon: PaperAirplaneIcon },
      { to: '/failures', label: text.areas.failures, Icon: ExclamationTriangleIcon },
      { to: '/replays', label: text.areas.replays, Icon: ArrowPathIcon },
      { to: '/inspector', label: text.areas.inspector, Icon: BeakerIcon, only: 'sandbox' },
    ],
  ],
  [
    text.groups.publish,
    [
      { to: '/events', label: text.areas.events, Icon: InboxArrowDownIcon },
      { to: '/rejected', label: text.areas.rejected, Icon: NoSymbolIcon },
      { to: '/catalogue', label: text.areas.catalogue, Icon: TagIcon },
    ],
  ],
  [
    text.groups.manage,
    [
      { to: '/settings', label: text.areas.settings, Icon: Cog6ToothIcon },
      { to: '/audit', label: text.areas.audit, Icon: ShieldCheckIcon },
    ],
  ],
];

interface NavigationProps {
  /** Called when a page was chosen, so that the menu of a small screen closes. */
  readonly onChosen: () => void;
}

export function Navigation({ onChosen }: NavigationProps) {
  const { tenant, environment } = usePlace();
  const root = `/t/${encodeURIComponent(tenant)}/${environment}`;
  return (
    <ScrollArea h="100%" p="sm" component="nav" aria-label={text.navigation}>
      {groups.map(([label, areas]) => (
        <div key={label ?? ''}>
          {label !== undefined && (
            <Text fz="xs" fw={500} c="dimmed" px="sm" pt="md" pb={4}>
              {label}
            </Text>
          )}
          {areas
            .filter(({ only = environment }) => only === environment)
            .map(({ to, label: name, Icon }) => (
              <NavLink
                key={name}
                component={Link}
                to={`${root}${to}`}
                activeOptions={{ exact: to === '', includeSearch: false }}
                label={name}
                leftSection={<Icon width={18} />}
                onClick={onChosen}
                className="area"
              />
            ))}
        </div>
      ))}
    </ScrollArea>
  );
}
