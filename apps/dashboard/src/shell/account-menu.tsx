import { ActionIcon, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import {
  ArrowRightStartOnRectangleIcon,
  BuildingOffice2Icon,
  KeyIcon,
  UserCircleIcon,
} from '@heroicons/react/24/outline';
import { Link } from '@tanstack/react-router';
import { signOut, type Session } from '../session/session.ts';
import { SwitchItems } from './switches.tsx';
import { text } from './text.ts';

interface AccountMenuProps extends Pick<Session, 'kind'> {
  /** Whose pages are shown. Default: nobody's. */
  readonly tenant?: string;
}

export function AccountMenu({ kind, tenant }: AccountMenuProps) {
  const leave = () => {
    signOut().catch((error: unknown) => {
      notifications.show({ color: 'red', message: error instanceof Error ? error.message : String(error) });
    });
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={text.account.title}>
          <UserCircleIcon width={20} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{text.account.kinds[kind]}</Menu.Label>
        {kind === 'operator' && (
          <Menu.Item component={Link} to="/operator" leftSection={<BuildingOffice2Icon width={16} />}>
            {text.account.operator}
          </Menu.Item>
        )}
        {kind === 'operator' && tenant !== undefined && (
          <Menu.Item
            leftSection={<KeyIcon width={16} />}
            renderRoot={(props) => <Link {...props} to="/tenants/$tenant" params={{ tenant }} />}
          >
            {text.account.access}
          </Menu.Item>
        )}
        <SwitchItems />
        <Menu.Item leftSection={<ArrowRightStartOnRectangleIcon width={16} />} onClick={leave}>
          {text.account.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
