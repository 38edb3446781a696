import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { AttentionItem } from '../api/types.ts';
import { usePlace } from '../app/place.ts';
import { Foreign } from '../shown/foreign.tsx';
import { WebhookName } from '../webhooks/webhook-name.tsx';
import { AttentionLine } from './attention-line.tsx';
import { AttentionList } from './attention-list.tsx';
import { MendButton } from './mend-button.tsx';
import { useAttentionQuery } from './queries.ts';

/** What needs a person in the tenant and environment of the page. */
export function AttentionPanel() {
  const { data, error, refetch } = useQuery(useAttentionQuery());
  return (
    <AttentionList attention={data} error={error} onRetry={() => void refetch()}>
      {(items) => (
        <ul className="attention">
          {items.map((item) => (
            <AttentionLine
              key={item.action.path + item.kind}
              item={item}
              subject={<Subject of={item.subject} />}
              action={<MendButton item={item} />}
            />
          ))}
        </ul>
      )}
    </AttentionList>
  );
}

function Subject({ of: { webhookId, name, host } }: { readonly of: AttentionItem['subject'] }) {
  const place = usePlace();
  if (webhookId === null) return null;
  const label = name ?? host;
  return (
    <Anchor
      miw={0}
      renderRoot={(props) => (
        <Link {...props} to="/t/$tenant/$environment/webhooks/$id" params={{ ...place, id: webhookId }} />
      )}
    >
      {label === null ? <WebhookName id={webhookId} /> : <Foreign>{label}</Foreign>}
    </Anchor>
  );
}
