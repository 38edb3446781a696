import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMatch } from '@tanstack/react-router';
import type { TenantView } from '../session/session.ts';
import { text } from './text.ts';
import { UnlockDialog } from './unlock-dialog.tsx';

/** Beside what a session may not see: for the operator, whose view of a tenant is locked, the way to unlock it; else nothing. */
export function UnlockButton() {
  const view = useLockedView();
  const [isOpen, { open, close }] = useDisclosure(false);
  if (view === undefined) return null;
  return (
    <>
      <Button size="xs" variant="default" onClick={open}>
        {text.banner.unlock}
      </Button>
      {isOpen && <UnlockDialog tenant={view.tenant.id} onClose={close} />}
    </>
  );
}

/** Undefined where there is no view, on pages that belong to no tenant, and while it is unlocked. */
function useLockedView(): TenantView | undefined {
  const view = useMatch({
    from: '/t/$tenant/$environment',
    shouldThrow: false,
    // A page that could not be entered has no session.
    select: ({ context }) => (context as Partial<typeof context>).session?.view,
  });
  return view?.unlocked === null ? view : undefined;
}
