import { Alert, Button, Group, Select, Stack, Text, Title } from '@mantine/core';
import { BeakerIcon } from '@heroicons/react/24/outline';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMay, usePlace } from '../app/place.ts';
import type { Inspector } from '../api/types.ts';
import { Empty } from '../lists/empty.tsx';
import { FailurePage, PendingPage } from '../shell/pages.tsx';
import { sayFailure } from '../shell/say.ts';
import { InspectorPanel } from './inspector-panel.tsx';
import { useCreateInspector, useInspectors } from './queries.ts';
import { RemoveButton } from './remove-button.tsx';
import { RequestList } from './request-list.tsx';
import { text } from './text.ts';

const FROM = '/t/$tenant/$environment/inspector';

/** From nothing to a first verified delivery, without a receiver of one's own. */
export function InspectorPage() {
  const isAvailable = usePlace().environment === 'sandbox';
  const { data, error, refetch } = useInspectors(isAvailable);
  if (!isAvailable)
    return <Empty Icon={BeakerIcon} title={text.unavailable.title} lead={text.unavailable.lead} />;
  if (data !== undefined) return <Shown inspectors={data.data} />;
  return error === null ? <PendingPage /> : <FailurePage error={error} onRetry={() => void refetch()} />;
}

function Shown({ inspectors }: { readonly inspectors: readonly Inspector[] }) {
  const { inspector: id } = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  const choose = (inspector?: string) =>
    void navigate({ search: inspector === undefined ? {} : { inspector }, replace: true });
  const chosen = id === undefined ? inspectors[0] : inspectors.find((each) => each.id === id);
  const isExpired = id !== undefined && chosen === undefined;
  return (
    <Stack>
      <Group justify="space-between" align="start">
        <div>
          <Title order={1}>{text.title}</Title>
          <Text c="dimmed">{text.lead}</Text>
        </div>
        <Group gap="xs">
          {inspectors.length > 1 && <Choice inspectors={inspectors} chosen={chosen} onChoose={choose} />}
          {chosen !== undefined && <RemoveButton key={chosen.id} id={chosen.id} onRemoved={() => choose()} />}
          {inspectors.length > 0 && <Create label={text.another} onCreated={choose} isSecond />}
        </Group>
      </Group>
      {isExpired && (
        <Alert color="orange" title={text.expired.title}>
          {text.expired.text}
        </Alert>
      )}
      {chosen === undefined && inspectors.length === 0 && (
        <Empty Icon={BeakerIcon} title={text.empty.title} lead={text.empty.lead}>
          <Create label={text.create} onCreated={choose} />
        </Empty>
      )}
      {chosen !== undefined && <InspectorPanel key={chosen.id} inspector={chosen} />}
      {chosen !== undefined && <RequestList inspector={chosen} />}
    </Stack>
  );
}

interface ChoiceProps {
  readonly inspectors: readonly Inspector[];
  readonly chosen: Inspector | undefined;
  readonly onChoose: (id: string) => void;
}

function Choice({ inspectors, chosen, onChoose }: ChoiceProps) {
  return (
    <Select
      aria-label={text.choose}
      data={inspectors.map(({ id }) => ({ value: id, label: `…${id.slice(-8)}` }))}
      value={chosen?.id ?? null}
      allowDeselect={false}
      w={130}
      onChange={(id) => {
        if (id !== null) onChoose(id);
      }}
    />
  );
}

interface CreateProps {
  readonly label: string;
  readonly onCreated: (id: string) => void;
  /** Whether there is one already. */
  readonly isSecond?: boolean;
}

function Create({ label, onCreated, isSecond = false }: CreateProps) {
  const { mutate, isPending } = useCreateInspector();
  if (!useMay('write')) return null;
  return (
    <Button
      variant={isSecond ? 'default' : 'filled'}
      loading={isPending}
      onClick={() => mutate(undefined, { onSuccess: ({ id }) => onCreated(id), onError: sayFailure })}
    >
      {label}
    </Button>
  );
}
