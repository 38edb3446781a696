import { Alert, Anchor, Button, Center, Group, Loader, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { MagnifyingGlassIcon } from '@heroicons/react/24/outline';
import { Link, useRouter } from '@tanstack/react-router';
import { ApiError } from '@casewire/client';
import { UnlockButton } from '../view/unlock-button.tsx';
import { text } from './text.ts';

export function PendingPage() {
  return (
    <Center mih={240}>
      <Loader size="sm" role="status" aria-label={text.loading} />
    </Center>
  );
}

export function NotFoundPage() {
  return (
    <Center mih={320} p="md">
      <Stack align="center" gap="xs" maw={420} ta="center">
        <ThemeIcon variant="light" color="gray" size={44} radius="xl">
          <MagnifyingGlassIcon width={22} />
        </ThemeIcon>
        <Title order={1}>{text.notFound.title}</Title>
        <Text c="dimmed">{text.notFound.text}</Text>
        <Anchor component={Link} to="/">
          {text.notFound.home}
        </Anchor>
      </Stack>
    </Center>
  );
}

interface FailurePageProps {
  readonly error: unknown;
  /** Default: loads the page again. */
  readonly onRetry?: () => void;
  /** Of its title. Default: 1, as it stands in the place of a page. */
  readonly level?: 1 | 2;
}

/** In the place of what could not be read: why, and a way on. */
export function FailurePage({ error, onRetry, level = 1 }: FailurePageProps) {
  const router = useRouter();
  if (leadsNowhere(error)) return <NotFoundPage />;
  return (
    <Center mih={320} p="md">
      <Alert color={isLost(error) ? 'gray' : 'red'} title={<FailureTitle level={level} />} maw={520} w="100%">
        <Stack gap="sm">
          <Text>{messageOf(error)}</Text>
          <Group>
            <Button variant="default" onClick={onRetry ?? (() => void router.invalidate())}>
              {text.failure.again}
            </Button>
            {error instanceof ApiError && error.status === 403 && <UnlockButton />}
          </Group>
        </Stack>
      </Alert>
    </Center>
  );
}

function FailureTitle({ level }: Pick<Required<FailurePageProps>, 'level'>) {
  return (
    <Title order={level} fz="inherit">
      {text.failure.title}
    </Title>
  );
}

/** Whether an address names what is not there; an id that is not one of Casewire's ids is nowhere. */
function leadsNowhere(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  return (
    error.status === 404 ||
    (error.status === 400 && error.errors.some(({ path }) => /^(?:id|uid)$/.test(path)))
  );
}

/** Whether there is no connection, which a notice above most pages says in orange. */
function isLost(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'no-answer';
}

function messageOf(error: unknown): string {
  if (!(error instanceof ApiError)) return String(error);
  if (isLost(error)) return text.failure.lost;
  return error.status === 403 ? `${text.failure.forbidden} ${error.message}` : error.message;
}
