import { Paper } from '@mantine/core';
import type { Webhook } from '../api/types.ts';
import { useMay } from '../app/place.ts';
import { SecretPanel } from '../secrets/secret-panel.tsx';
import { useWebhookSecret } from '../secrets/signing-source.ts';
import { text } from './text.ts';

/** The secret that signs for a webhook, where one does and the session may see it. */
export function WebhookSecret({ webhook }: { readonly webhook: Webhook }) {
  const source = useWebhookSecret(webhook);
  const { signing } = webhook;
  if (!useMay('secrets') || signing.scheme === 'none') return null;
  const isKeyPair = signing.scheme === 'standard-webhooks-ed25519';
  return (
    <Paper p="md">
      <SecretPanel
        title={isKeyPair ? text.detail.keyPair : text.detail.secret}
        source={source}
        isKeyPair={isKeyPair}
      />
    </Paper>
  );
}
