import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Attention, AttentionItem } from '../api/types.ts';
import { usePlace } from '../app/place.ts';
import { Foreign } from '../shown/foreign.tsx';
import { WebhookName } from '../webhooks/webhook-name.tsx';
import { AttentionLine } from './attention-line.tsx';
import { AttentionList } from './attention-list.tsx';
import { MendButton } from './mend-button.tsx';
import { MendDialog } from './mend-dialog.tsx';
import { useAttentionQuery } from './queries.ts';

/** What needs a person in the tenant and environment of the page. */
export function AttentionPanel() {
  const { data, error, refetch } = useQuery(useAttentionQuery());
  const [asked, setAsked] = useState<AttentionItem>();
  return (
    <>
      <AttentionList attention={data} error={error} onRetry={() => void refetch()}>
        {(items) => (
          <ul className="attention">
            {items.map((item) => (
              <AttentionLine
                key={item.id}
                item={item}
                subject={<Subject of={item.subject} />}
                action={<MendButton item={item} onAsk={() => setAsked(item)} />}
              />
            ))}
          </ul>
        )}
      </AttentionList>
      {asked !== undefined && (
        <MendDialog item={asked} isOver={isOver(asked, data)} onClose={() => setAsked(undefined)} />
      )}
    </>
  );
}

/** Whether the list that was read last has an item no more. */
function isOver(item: AttentionItem, attention: Attention | undefined): boolean {
  if (attention?.complete !== true) return false;
  return attention.items.every(({ id }) => id !== item.id);
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
