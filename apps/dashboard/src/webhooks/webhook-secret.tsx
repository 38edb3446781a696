import { Paper, Text } from '@mantine/core';
import type { Webhook } from '../api/types.ts';
import { useMay } from '../app/place.ts';
import { SecretPanel } from '../secrets/secret-panel.tsx';
import { useWebhookSecret } from '../secrets/signing-source.ts';
import { CardHeader } from '../shell/card-header.tsx';
import { PlaceLink } from '../shell/place-link.tsx';
import { text } from './text.ts';

/** The secret that signs for a webhook, where one does and the session may see it. That of the tenant is in the settings. */
export function WebhookSecret({ webhook }: { readonly webhook: Webhook }) {
  if (!useMay('secrets')) return null;
  switch (webhook.signedBy) {
    case 'webhook':
      return <OwnSecret webhook={webhook} />;
    case 'tenant':
      return <TenantSecret />;
    case null:
      return null;
  }
}

function TenantSecret() {
  return (
    <Paper p="md">
      <CardHeader title={text.detail.secret} />
      <Text c="dimmed">
        {text.detail.tenantSigns} <PlaceLink to="settings">{text.detail.toSettings}</PlaceLink>
      </Text>
    </Paper>
  );
}

function OwnSecret({ webhook }: { readonly webhook: Webhook }) {
  const source = useWebhookSecret(webhook);
  const isKeyPair = webhook.signing.scheme === 'standard-webhooks-ed25519';
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
