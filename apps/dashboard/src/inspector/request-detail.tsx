import { Group, Paper, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { CheckIcon, MinusIcon, XMarkIcon } from '@heroicons/react/24/outline';
import type { InspectedRequest } from '../api/types.ts';
import { HiddenNotice } from '../reveals/hidden-notice.tsx';
import { revealedRequest } from '../reveals/revealed.ts';
import type { Reveals } from '../reveals/use-reveals.ts';
import { BodyView } from '../shown/body-view.tsx';
import { Copyable, FactTable } from '../shown/facts.tsx';
import { Foreign } from '../shown/foreign.tsx';
import { HeaderList } from '../shown/header-list.tsx';
import { Time } from '../time/time.tsx';
import { text } from './text.ts';

interface RequestDetailProps {
  readonly request: InspectedRequest;
  readonly reveals: Reveals;
}

/** A request as it arrived, with each check of its signature. */
export function RequestDetail({ request, reveals }: RequestDetailProps) {
  const what = { kind: 'inspector-request', id: request.id } as const;
  const shown = revealedRequest(request, reveals.of(what));
  return (
    <Stack>
      <Paper p="md">
        <Title order={2} mb="sm">
          {text.signature}
        </Title>
        <Checks signature={request.signature} />
      </Paper>
      <Paper p="md">
        <Title order={2} mb="sm">
          {text.detail.request}
        </Title>
        {shown.hidden !== undefined && <HiddenNotice hidden={shown.hidden} what={what} reveals={reveals} />}
        <Arrived request={shown} />
      </Paper>
    </Stack>
  );
}

type Signature = InspectedRequest['signature'];
type Check = Signature['checks'][number];

function Checks({ signature: { scheme, genuine, detail, checks } }: { readonly signature: Signature }) {
  return (
    <Stack gap="xs">
      {checks.map((check) => (
        <CheckLine key={check.name} check={check} isGenuine={genuine} />
      ))}
      {detail !== null && <Foreign wrap>{detail}</Foreign>}
      <Text c="dimmed" fz="xs">
        {text.scheme}: {scheme}
      </Text>
    </Stack>
  );
}

function lookOf({ passed }: Check) {
  if (passed === null) return { Icon: MinusIcon, color: 'gray', label: text.results.notMade };
  return passed
    ? { Icon: CheckIcon, color: 'teal', label: text.results.passed }
    : { Icon: XMarkIcon, color: 'red', label: text.results.failed };
}

function CheckLine({ check, isGenuine }: { readonly check: Check; readonly isGenuine: boolean }) {
  const { Icon, color, label } = lookOf(check);
  return (
    <Group gap="xs" wrap="nowrap">
      <ThemeIcon size={20} radius="xl" color={color} role="img" aria-label={label}>
        <Icon width={12} />
      </ThemeIcon>
      <Text {...(check.passed === null && { c: 'dimmed' })}>
        {isGenuine && check.passed === null ? text.noTime : text.checks[check.name]}
      </Text>
    </Group>
  );
}

function Arrived({ request }: { readonly request: InspectedRequest }) {
  const { method, path, headers, body, bodyBytes, arrivedAt, invocationId } = request;
  const isCut = request.signature.reason === 'body-too-large';
  return (
    <>
      <Text ff="monospace" fz="xs" mb="xs">
        <b>{method}</b> <Foreign wrap>{path}</Foreign>
      </Text>
      <FactTable
        facts={[
          [text.detail.arrived, <Time key="arrived" at={arrivedAt} />],
          [
            text.detail.invocation,
            <Copyable key="invocation" label={text.detail.invocation}>
              {invocationId}
            </Copyable>,
          ],
        ]}
      />
      <Title order={3} mt="md" mb={6}>
        {text.detail.headers}
      </Title>
      <HeaderList headers={joined(headers)} />
      <Title order={3} mt="md" mb={6}>
        {text.detail.body}
      </Title>
      {body.encoding === 'hex' && <Text c="dimmed">{text.detail.hex}</Text>}
      {request.hidden === 'whole' ? (
        <Text c="dimmed">{text.detail.hidden}</Text>
      ) : (
        <BodyView label={text.detail.body} body={body.content} bytes={bodyBytes} />
      )}
      {isCut && <Text c="dimmed">{text.detail.cut}</Text>}
    </>
  );
}

/** Headers by name. One that came several times has its values in one line. */
function joined(headers: InspectedRequest['headers']): Readonly<Record<string, string>> {
  const byName = Map.groupBy(headers, ({ name }) => name);
  return Object.fromEntries(
    [...byName].map(([name, all]) => [name, all.map(({ value }) => value).join(', ')] as const),
  );
}
