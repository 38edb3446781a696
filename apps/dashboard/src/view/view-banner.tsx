import { Button, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useSession } from '../app/place.ts';
import { sessionQuery, type TenantView } from '../session/session.ts';
import { sayFailure } from '../shell/say.ts';
import { visibleText } from '../shown/visible-text.ts';
import { Time } from '../time/time.tsx';
import { useEndView } from './queries.ts';
import { text } from './text.ts';
import { UnlockDialog } from './unlock-dialog.tsx';

/** Of the banner, in pixels. */
export const bannerHeight = { base: 88, sm: 40 } as const;

interface ViewProps {
  readonly view: TenantView;
}

/** Says as whom the operator looks at these pages and until when, and ends it. */
export function ViewBanner({ view }: ViewProps) {
  const { tenant, unlocked } = view;
  const { expiresAt } = useSession();
  const [isUnlocking, { open, close }] = useDisclosure(false);
  const { mutate: end, isPending } = useEndView(tenant.id);
  useChangesElsewhere(view);
  return (
    <Group
      component="section"
      aria-label={text.banner.label}
      className="view-banner"
      px="md"
      gap="xs"
      h={bannerHeight}
    >
      <Text fz="sm" flex="1 1 220px" miw={0} lineClamp={2}>
        {text.banner.whose} <b>{visibleText(tenant.name)}</b>{' '}
        {unlocked === null ? text.banner.reading : text.banner.unlocked}{' '}
        <Time at={unlocked?.until ?? expiresAt} />
      </Text>
      <Group gap="xs" wrap="nowrap">
        {unlocked === null && (
          <Button variant="default" onClick={open}>
            {text.banner.unlock}
          </Button>
        )}
        <Button variant="default" loading={isPending} onClick={() => end(undefined, { onError: sayFailure })}>
          {text.banner.end}
        </Button>
      </Group>
      {isUnlocking && <UnlockDialog tenant={tenant.id} onClose={close} />}
    </Group>
  );
}

/** Follows what another tab or the time makes of the view. */
function useChangesElsewhere({ unlocked }: TenantView): void {
  const session = useSession();
  const router = useRouter();
  const { data } = useQuery({
    ...sessionQuery,
    refetchOnWindowFocus: 'always',
    refetchInterval: () =>
      unlocked === null ? false : Math.max(1_000, Date.parse(unlocked.until) - Date.now()),
  });
  useEffect(() => {
    if (data !== undefined && data !== session) void router.invalidate();
  }, [data, session, router]);
}
