import { AppShell, Badge, Box, Burger, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Outlet } from '@tanstack/react-router';
import { usePlace, useSession } from '../app/place.ts';
import { FindField } from '../find/find-field.tsx';
import { PlaceFindDialog } from '../find/place-find-dialog.tsx';
import icon from '../icon.svg';
import { ExpiredDialog } from '../session/expired-dialog.tsx';
import { Foreign } from '../shown/foreign.tsx';
import { bannerHeight, ViewBanner } from '../view/view-banner.tsx';
import { AccountMenu } from './account-menu.tsx';
import { Navigation } from './navigation.tsx';
import { Notices } from './notices.tsx';
import { EnvironmentSwitch, headerHeight, SchemeSwitch, TimeSwitch, useZoneName } from './switches.tsx';
import { text } from './text.ts';

/** Of a header that says as whom the operator looks. */
const withBanner = {
  base: headerHeight + bannerHeight.base,
  sm: headerHeight + bannerHeight.sm,
};

/** The frame of every page of a tenant. */
export function Shell() {
  const [isMenuOpen, menu] = useDisclosure(false);
  const { tenant, environment } = usePlace();
  const { kind, view } = useSession();
  return (
    <AppShell
      header={{ height: view === null ? headerHeight : withBanner }}
      navbar={{ width: 208, breakpoint: 'sm', collapsed: { mobile: !isMenuOpen } }}
      padding="md"
    >
      <AppShell.Header data-environment={environment} className="header">
        <Group flex={1} px="md" gap="sm" wrap="nowrap">
          <Burger
            opened={isMenuOpen}
            onClick={menu.toggle}
            hiddenFrom="sm"
            size="sm"
            aria-label={text.menu}
          />
          <Brand />
          <Box flex={1} />
          <FindField Dialog={PlaceFindDialog} />
          <Group gap="xs" wrap="nowrap" visibleFrom="sm">
            <EnvironmentSwitch />
            <TimeSwitch />
            <SchemeSwitch />
          </Group>
          <AccountMenu kind={kind} tenant={tenant} />
        </Group>
        {view !== null && <ViewBanner view={view} />}
      </AppShell.Header>
      <AppShell.Navbar>
        <Stack hiddenFrom="sm" px="sm" pt="sm">
          <EnvironmentSwitch onChosen={menu.close} />
        </Stack>
        <Navigation onChosen={menu.close} />
      </AppShell.Navbar>
      <AppShell.Main>
        <Notices />
        <Outlet />
      </AppShell.Main>
      <ExpiredDialog />
    </AppShell>
  );
}

/** Whose pages these are. Where the header has no room for the switches, it says what they are set to. */
function Brand() {
  const { tenant, environment } = usePlace();
  const zone = useZoneName();
  const { tenant: own, view, readOnly } = useSession();
  const known = own ?? view?.tenant;
  return (
    <Group gap="xs" wrap="nowrap" miw={0}>
      <Box component="img" src={icon} alt={text.name} width={24} height={24} visibleFrom="sm" />
      <Box miw={0} maw={{ base: 200, sm: 260 }}>
        <Text fw={600} component="div">
          <Foreign>{known?.name ?? tenant}</Foreign>
        </Text>
        <Text hiddenFrom="sm" c="dimmed" fz="xs" className="ellipsis">
          {text.environments[environment]} · {zone}
        </Text>
      </Box>
      {readOnly && <Badge color="gray">{text.readOnly}</Badge>}
    </Group>
  );
}
