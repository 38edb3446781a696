import { Anchor, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import type { Validation } from '../api/types.ts';
import { usePlace } from '../app/place.ts';
import { rejectionInWords } from '../events/rejection.ts';
import { BodyView } from '../shown/body-view.tsx';
import { Foreign } from '../shown/foreign.tsx';
import { visibleText } from '../shown/visible-text.ts';
import { useWebhookList } from '../webhooks/queries.ts';
import { WebhookName } from '../webhooks/webhook-name.tsx';
import { text } from './text.ts';
import { Verdict } from './verdict.tsx';

type Explained = Validation['webhooks'][number];

/** Whether an event would be accepted or why not, and what each webhook would make of it. */
export function TryResult({ validation }: { readonly validation: Validation }) {
  const { accepted, webhooks } = validation;
  if (!accepted) return <Rejected validation={validation} />;
  const matched = webhooks.filter((webhook) => webhook.matched);
  const others = webhooks.filter((webhook) => !webhook.matched);
  return (
    <Stack>
      <Verdict color="teal" title={text.check.accepted}>
        {text.check.matches(matched.length)}
      </Verdict>
      {webhooks.length === 0 && <Text c="dimmed">{text.check.noWebhooks}</Text>}
      <Webhooks title={text.check.receivers} webhooks={matched} />
      <Webhooks title={text.check.others} webhooks={others} />
    </Stack>
  );
}

function Rejected({ validation: { reason = '', errors = [] } }: { readonly validation: Validation }) {
  return (
    <Verdict color="red" title={text.check.rejected(rejectionInWords(reason))}>
      {errors.map(({ path, message }) => (
        <Text key={path}>
          {path !== '' && <b>{visibleText(path)}: </b>}
          <Foreign wrap>{message}</Foreign>
        </Text>
      ))}
    </Verdict>
  );
}

interface WebhooksProps {
  readonly title: string;
  readonly webhooks: readonly Explained[];
}

function Webhooks({ title, webhooks }: WebhooksProps) {
  if (webhooks.length === 0) return null;
  return (
    <Paper p="md">
      <Title order={2} mb="xs">
        {title}
      </Title>
      <Stack gap="sm">
        {webhooks.map((webhook) => (
          <Why key={webhook.id} webhook={webhook} />
        ))}
      </Stack>
    </Paper>
  );
}

function Why({ webhook: { id, why, body } }: { readonly webhook: Explained }) {
  const place = usePlace();
  const [isShown, { toggle }] = useDisclosure(false);
  return (
    <div>
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Anchor
          miw={0}
          renderRoot={(props) => (
            <Link {...props} to="/t/$tenant/$environment/webhooks/$id" params={{ ...place, id }} />
          )}
        >
          <WebhookName id={id} />
        </Anchor>
        {body !== null && (
          <Button variant="subtle" flex="none" onClick={toggle} aria-expanded={isShown}>
            {isShown ? text.check.hideBody : text.check.showBody}
          </Button>
        )}
      </Group>
      <Remark id={id} why={why} />
      {isShown && body !== null && (
        <BodyView label={text.check.body} body={body} bytes={new TextEncoder().encode(body).length} />
      )}
    </div>
  );
}

/** What the API says of a webhook that gets an event without more ado. */
const GETS_IT = 'it matches';

/** What has to be said of a webhook beside its name: a pause, or what else the API says. */
function Remark({ id, why }: Pick<Explained, 'id' | 'why'>) {
  const { data: webhooks = [] } = useWebhookList();
  const webhook = webhooks.find((each) => each.id === id);
  const isHeld = webhook?.status === 'paused' || webhook?.health === 'paused';
  if (why === GETS_IT && !isHeld) return null;
  return (
    <Text c="dimmed" component="div">
      <Foreign wrap>{why === GETS_IT ? text.check.held : why}</Foreign>
    </Text>
  );
}
