import type { WebhookSecrets } from '../webhook-secrets/webhook-secrets.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import { DataspikeWebhooks } from './dataspike-webhooks.ts';
import { DataspikeWebhooksController } from './dataspike-webhooks.controller.ts';

/** Dataspike's own paths for the management of webhooks. */
export function dataspikeWebhooksApi(webhooks: Webhooks, secrets: WebhookSecrets) {
  return {
    controllers: [DataspikeWebhooksController],
    providers: [{ provide: DataspikeWebhooks, useValue: new DataspikeWebhooks(webhooks, secrets) }],
  };
}
