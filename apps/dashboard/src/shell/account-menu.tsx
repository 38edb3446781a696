import { ActionIcon, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { ArrowRightStartOnRectangleIcon, UserCircleIcon } from '@heroicons/react/24/outline';
import { useSession } from '../app/place.ts';
import { signOut } from '../session/session.ts';
import { text } from './text.ts';

export function AccountMenu() {
  const { kind } = useSession();
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
        <Menu.Item leftSection={<ArrowRightStartOnRectangleIcon width={16} />} onClick={leave}>
          {text.account.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
