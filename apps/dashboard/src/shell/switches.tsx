import { ActionIcon, Menu, SegmentedControl, Select, useMatches } from '@mantine/core';
import { useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { ComputerDesktopIcon, MoonIcon, SunIcon } from '@heroicons/react/24/outline';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { environments, type Environment } from '../api/types.ts';
import { usePlace, useSession } from '../app/place.ts';
import { offsetOf, timeZoneOf } from '../time/format-time.ts';
import { useZone } from '../time/zone.ts';
import { text } from './text.ts';

interface EnvironmentSwitchProps {
  readonly onChosen?: () => void;
}

/** Leads to the same list in the other environment; a thing of one environment does not exist in the other. */
export function EnvironmentSwitch({ onChosen }: EnvironmentSwitchProps) {
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
        onChosen?.();
        void navigate({ href: `/t/${encodeURIComponent(tenant)}/${other}/${area}` });
      }}
    />
  );
}

/** The zones in which times can be shown. */
function useZones() {
  const zone = useZone();
  const navigate = useNavigate();
  const zones = [
    { value: 'utc', label: text.time.utc },
    { value: 'local', label: text.time.local(offsetOf(timeZoneOf('local'), Date.now())) },
  ];
  const choose = (value: string | null) => {
    const time = value === 'local' ? ('local' as const) : undefined;
    void navigate({ to: '.', search: (search: object) => ({ ...search, time }), replace: true });
  };
  return { zone, zones, choose };
}

/** The zone of all times, with its offset. */
export function useZoneName(): string {
  const { zone, zones } = useZones();
  return zones.find(({ value }) => value === zone)?.label ?? zone;
}

/** UTC or the zone of the browser. The offset is always seen. */
export function TimeSwitch() {
  const { zone, zones, choose } = useZones();
  return (
    <Select
      aria-label={text.time.label}
      data={zones}
      value={zone}
      allowDeselect={false}
      w={zone === 'utc' ? 76 : 160}
      onChange={choose}
    />
  );
}

const schemes: readonly (readonly [MantineColorScheme, typeof SunIcon])[] = [
  ['light', SunIcon],
  ['dark', MoonIcon],
  ['auto', ComputerDesktopIcon],
];

export function SchemeSwitch() {
  const { colorScheme } = useMantineColorScheme();
  const [, Icon] = schemes.find(([scheme]) => scheme === colorScheme) ?? schemes[2] ?? ['auto', SunIcon];
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={text.scheme.label}>
          <Icon width={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <SchemeItems />
      </Menu.Dropdown>
    </Menu>
  );
}

function SchemeItems() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const choose = (value: string) => {
    const [scheme] = schemes.find(([each]) => each === value) ?? [];
    if (scheme !== undefined) setColorScheme(scheme);
  };
  return (
    <Menu.RadioGroup value={colorScheme} onChange={choose}>
      {schemes.map(([scheme, Icon]) => (
        <Menu.RadioItem key={scheme} value={scheme} rightSection={<Icon width={16} />} closeMenuOnClick>
          {text.scheme[scheme]}
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  );
}

/** Items of a menu in the place of the switches, where the header has no room for them. */
export function SwitchItems() {
  const isSmall = useMatches({ base: true, sm: false }, { getInitialValueInEffect: false });
  const { zone, zones, choose } = useZones();
  if (!isSmall) return null;
  return (
    <>
      <Menu.Label>{text.time.label}</Menu.Label>
      <Menu.RadioGroup value={zone} onChange={choose}>
        {zones.map(({ value, label }) => (
          <Menu.RadioItem key={value} value={value} closeMenuOnClick>
            {label}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
      <Menu.Label>{text.scheme.label}</Menu.Label>
      <SchemeItems />
      <Menu.Divider />
    </>
  );
}

/** Of the header, in pixels. */
export const headerHeight = 52;
