import { ActionIcon, Box, Group, Menu, SegmentedControl, Select } from '@mantine/core';
import { useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { ComputerDesktopIcon, MoonIcon, SunIcon } from '@heroicons/react/24/outline';
import { useLocation, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { environments, type Environment } from '../api/types.ts';
import { usePlace, useSession } from '../app/place.ts';
import { offsetOf, timeZoneOf } from '../time/format-time.ts';
import { useZone } from '../time/zone.ts';
import { text } from './text.ts';

/** Leads to the same list in the other environment; a thing of one environment does not exist in the other. */
export function EnvironmentSwitch() {
  const { tenant, environment } = usePlace();
  const { environments: given } = useSession();
  const navigate = useNavigate();
  const area = useLocation({ select: ({ pathname }) => pathname.split('/')[4] ?? '' });
  const options = environments
    .filter((each) => given.includes(each))
    .map((value) => ({ value, label: text.environments[value] }));
  return (
    <SegmentedControl
      aria-label={text.environmentSwitch}
      data={options}
      value={environment}
      color={environment === 'production' ? 'indigo' : 'orange.5'}
      onChange={(value) => {
        const other: Environment = value;
        void navigate({ href: `/t/${encodeURIComponent(tenant)}/${other}/${area}` });
      }}
    />
  );
}

/** UTC or the zone of the browser. The offset is always seen. */
export function TimeSwitch() {
  const zone = useZone();
  const navigate = useNavigate();
  const local = text.time.local(offsetOf(timeZoneOf('local'), Date.now()));
  return (
    <Select
      aria-label={text.time.label}
      data={[
        { value: 'utc', label: text.time.utc },
        { value: 'local', label: local },
      ]}
      value={zone}
      allowDeselect={false}
      w={zone === 'utc' ? 76 : 160}
      onChange={(value) => {
        const time = value === 'local' ? ('local' as const) : undefined;
        void navigate({ to: '.', search: (search: object) => ({ ...search, time }), replace: true });
      }}
    />
  );
}

const schemes: readonly (readonly [MantineColorScheme, typeof SunIcon])[] = [
  ['light', SunIcon],
  ['dark', MoonIcon],
  ['auto', ComputerDesktopIcon],
];

export function SchemeSwitch() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [, Icon] = schemes.find(([scheme]) => scheme === colorScheme) ?? schemes[2] ?? ['auto', SunIcon];
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={text.scheme.label}>
          <Icon width={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {schemes.map(([scheme, Each]) => (
          <Menu.Item key={scheme} leftSection={<Each width={16} />} onClick={() => setColorScheme(scheme)}>
            {text.scheme[scheme]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Of the header, in pixels. On small screens it has a second line. */
export const headerHeight = { base: 88, sm: 52 } as const;

/** The second line, for what has no room in the first: the zone of all times is seen without a menu. */
export function SwitchLine({ children }: { readonly children?: ReactNode }) {
  return (
    <Group hiddenFrom="sm" px="md" pb={4} gap={6} wrap="nowrap" h={headerHeight.base - headerHeight.sm}>
      {children}
      <Box flex={1} />
      <TimeSwitch />
      <SchemeSwitch />
    </Group>
  );
}
