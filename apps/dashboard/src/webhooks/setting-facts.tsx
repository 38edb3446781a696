import { Badge, Code, Group } from '@mantine/core';
import type { Webhook } from '../api/types.ts';
import { CardHeader } from '../shell/card-header.tsx';
import { Copyable, FactTable, type Facts } from '../shown/facts.tsx';
import { Foreign } from '../shown/foreign.tsx';
import { formatDuration } from '../time/format-time.ts';
import { Time } from '../time/time.tsx';
import { describeRetry } from './describe-retry.ts';
import { text as formText } from './form/text.ts';
import { text } from './text.ts';

/** The settings of a webhook; those that take their default say so, unless they are rare. */
export function SettingFacts({ webhook }: { readonly webhook: Webhook }) {
  return (
    <>
      <CardHeader title={text.detail.settings} />
      <FactTable facts={[...matchingFacts(webhook), ...sendingFacts(webhook), ...lifeFacts(webhook)]} />
    </>
  );
}

function matchingFacts(webhook: Webhook): Facts {
  const { level, definitionId, runtimeId, events, stateNames, filter } = webhook;
  return [
    [text.detail.level, text.levels[level]],
    [text.detail.definition, definitionId === null ? undefined : <Foreign wrap>{definitionId}</Foreign>],
    [text.detail.run, runtimeId === null ? undefined : <Foreign wrap>{runtimeId}</Foreign>],
    [text.detail.events, events.includes('*') ? text.allEvents : <Names key="events" names={events} />],
    [text.detail.states, stateNames === null ? undefined : <Names names={stateNames} />],
    [text.detail.filter, filter === null ? undefined : <Code block>{filter}</Code>],
  ];
}

function sendingFacts(webhook: Webhook): Facts {
  const { method, format, signing, auth, headers, retry, timeoutMs, rateLimitPerSecond, ordering } = webhook;
  const credentials = Object.keys(auth ?? {});
  return [
    [text.detail.method, method],
    [text.detail.format, formText.formats[format]],
    [text.detail.signing, formText.schemes[signing.scheme ?? 'native']],
    [text.detail.auth, credentials.length === 0 ? undefined : credentials.join(', ')],
    [
      text.detail.headers,
      Object.keys(headers).length === 0 ? undefined : <Names names={Object.keys(headers)} />,
    ],
    [text.detail.retry, retry === null ? text.detail.retryDefault : describeRetry(retry)],
    [text.detail.timeout, timeoutMs === null ? text.detail.timeoutDefault : formatDuration(timeoutMs)],
    [
      text.detail.rate,
      rateLimitPerSecond === null ? text.detail.noLimit : text.detail.rateValue(rateLimitPerSecond),
    ],
    [text.detail.ordering, ordering === 'none' ? undefined : text.detail.orderings[ordering]],
  ];
}

function lifeFacts({ id, createdAt, updatedAt, expiresAt }: Webhook): Facts {
  return [
    [text.detail.expires, expiresAt === null ? undefined : <Time at={expiresAt} />],
    [text.detail.created, <Time key="created" at={createdAt} />],
    [text.detail.updated, <Time key="updated" at={updatedAt} />],
    [
      text.detail.id,
      <Copyable key="id" label={text.detail.id}>
        {id}
      </Copyable>,
    ],
  ];
}

function Names({ names }: { readonly names: readonly string[] }) {
  return (
    <Group gap={4}>
      {names.map((name) => (
        <Badge key={name} color="gray" maw="100%">
          <Foreign>{name}</Foreign>
        </Badge>
      ))}
    </Group>
  );
}
