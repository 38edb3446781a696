import { Anchor, Button, Grid, Group, Paper, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Inspector, Webhook } from '../api/types.ts';
import { useMay, usePlace } from '../app/place.ts';
import { say, sayFailure } from '../shell/say.ts';
import { Copyable, FactTable } from '../shown/facts.tsx';
import { Time } from '../time/time.tsx';
import { HealthBadge } from '../webhooks/health-badge.tsx';
import { useWebhookList } from '../webhooks/queries.ts';
import { labelOf } from '../webhooks/webhook-name.tsx';
import { answerNames, answerOf, answers, type AnswerName } from './answers.ts';
import { useAnswerWith, useRegister, useSendTest } from './queries.ts';
import { text } from './text.ts';

/** What an inspector is, how it answers, and the webhook that sends to it. */
export function InspectorPanel({ inspector }: { readonly inspector: Inspector }) {
  const { url, expiresAt } = inspector;
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, md: 7 }}>
        <Paper p="md" h="100%">
          <FactTable
            facts={[
              [
                text.url,
                <Text key="url" className="monospace" component="div">
                  <Copyable label={text.url}>{url}</Copyable>
                </Text>,
              ],
              [text.expires, <Time key="expires" at={expiresAt} withAge />],
              [text.webhook, <Receives key="webhook" inspector={inspector} />],
            ]}
          />
        </Paper>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 5 }}>
        <Paper p="md" h="100%">
          <Stack gap="xs">
            <Title order={2}>{text.answerWith}</Title>
            <Answer inspector={inspector} />
          </Stack>
        </Paper>
      </Grid.Col>
    </Grid>
  );
}

/** The webhook that sends here, or the click that registers one. */
function Receives({ inspector }: { readonly inspector: Inspector }) {
  const { data = [], isPending } = useWebhookList();
  const webhook = data.find(({ url }) => url === inspector.url);
  if (webhook !== undefined) return <Registered webhook={webhook} />;
  return isPending ? null : <Register inspector={inspector} />;
}

function Register({ inspector }: { readonly inspector: Inspector }) {
  const { mutate, isPending } = useRegister(inspector);
  if (!useMay('write')) return <>{text.noWebhook}</>;
  return (
    <Button
      loading={isPending}
      onClick={() => mutate(undefined, { onSuccess: () => say(text.registered), onError: sayFailure })}
    >
      {text.register}
    </Button>
  );
}

function Registered({ webhook }: { readonly webhook: Webhook }) {
  const place = usePlace();
  const { mutate, isPending } = useSendTest();
  const mayTest = useMay('write');
  const send = () =>
    mutate(webhook.id, {
      onSuccess: ({ responseCode, outcome }) => say(text.tested(String(responseCode ?? outcome))),
      onError: sayFailure,
    });
  return (
    <Group gap="sm">
      <Anchor
        renderRoot={(props) => (
          <Link {...props} to="/t/$tenant/$environment/webhooks/$id" params={{ ...place, id: webhook.id }} />
        )}
      >
        {labelOf(webhook)}
      </Anchor>
      <HealthBadge webhook={webhook} />
      {mayTest && (
        <Button size="compact-xs" loading={isPending} onClick={send}>
          {text.test}
        </Button>
      )}
    </Group>
  );
}

function Answer({ inspector }: { readonly inspector: Inspector }) {
  const { mutate, isPending, variables } = useAnswerWith(inspector.id);
  const mayChange = useMay('write');
  const chosen = (isPending ? nameOf(variables) : undefined) ?? answerOf(inspector);
  const names = chosen === 'own' ? [...answerNames, chosen] : answerNames;
  const choose = (name: string) => {
    if (!isAnswerName(name)) return;
    mutate(answers[name], { onSuccess: () => say(text.answered), onError: sayFailure });
  };
  return (
    <>
      <SegmentedControl
        aria-label={text.answerWith}
        data={names.map((value) => ({ value, label: text.answers[value] }))}
        value={chosen}
        disabled={!mayChange}
        onChange={choose}
        fullWidth
      />
      <Text c="dimmed">{text.meanings[chosen]}</Text>
    </>
  );
}

function isAnswerName(name: string): name is AnswerName {
  return name in answers;
}

function nameOf(respond: object | undefined): AnswerName | undefined {
  return answerNames.find((name) => answers[name] === respond);
}
