import { Anchor, AppShell, Box, Group, Text } from '@mantine/core';
import { Link, Outlet, useRouteContext } from '@tanstack/react-router';
import { FindField } from '../find/find-field.tsx';
import { TenantFindDialog } from '../find/tenant-find-dialog.tsx';
import icon from '../icon.svg';
import { ExpiredDialog } from '../session/expired-dialog.tsx';
import { AccountMenu } from '../shell/account-menu.tsx';
import { Notices } from '../shell/notices.tsx';
import { headerHeight, SchemeSwitch, TimeSwitch } from '../shell/switches.tsx';
import { text as shellText } from '../shell/text.ts';
import { text } from './text.ts';

const pages = [
  { to: '/operator', label: text.overview },
  { to: '/tenants', label: text.title },
  { to: '/audit', label: text.audit },
  { to: '/system', label: text.system },
] as const;

/** Of the pages, in pixels. */
const WIDTH = 1_200;

/** The header has its padding within, and begins where the pages do. */
const HEADER_WIDTH = `calc(${WIDTH}px + 2 * var(--mantine-spacing-md))`;

/** The frame of the operator's own pages. */
export function OperatorShell() {
  const { kind } = useRouteContext({ from: '/_operator', select: ({ session }) => session });
  return (
    <AppShell header={{ height: headerHeight }} padding="md">
      <AppShell.Header className="header">
        <Group flex={1} px="md" gap="xs" wrap="nowrap" w="100%" maw={HEADER_WIDTH} mx="auto">
          <Box component="img" src={icon} alt={shellText.name} width={24} height={24} visibleFrom="sm" />
          <Text fw={600} visibleFrom="sm" mr="sm">
            {text.operator}
          </Text>
          <Group component="nav" gap={4} wrap="nowrap" aria-label={shellText.navigation}>
            {pages.map(({ to, label }) => (
              <Anchor
                key={to}
                component={Link}
                to={to}
                className="area"
                px={{ base: 6, sm: 'xs' }}
                fz="sm"
                underline="never"
              >
                {label}
              </Anchor>
            ))}
          </Group>
          <Box flex={1} />
          <FindField Dialog={TenantFindDialog} />
          <Group gap="xs" wrap="nowrap" visibleFrom="sm">
            <TimeSwitch />
            <SchemeSwitch />
          </Group>
          <AccountMenu kind={kind} />
        </Group>
      </AppShell.Header>
      <AppShell.Main>
        <Box maw={WIDTH} mx="auto">
          <Notices />
          <Outlet />
        </Box>
      </AppShell.Main>
      <ExpiredDialog />
    </AppShell>
  );
}
