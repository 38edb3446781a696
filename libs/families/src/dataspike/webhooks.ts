import { z } from 'zod';
import { eventTypes } from './catalogue.ts';

const types = eventTypes.map(({ type }) => type);

const fields = {
  webhook_url: z.string().min(1),
  event_types: z.array(z.enum(types)).min(1),
  enabled: z.boolean(),
  is_sandbox: z.boolean().describe("Must agree with the key's environment."),
};

/** Body of `POST /api/v3/organization/webhooks`, as observed. */
const newWebhookSchema = z.strictObject({
  webhook_url: fields.webhook_url,
  event_types: fields.event_types,
  enabled: fields.enabled.default(true),
  is_sandbox: fields.is_sandbox.optional(),
});

/** Body of a PATCH. Fields that it leaves out stay as they are. */
const changeSchema = z
  .strictObject({
    webhook_url: fields.webhook_url.optional(),
    event_types: fields.event_types.optional(),
    enabled: fields.enabled.optional(),
    is_sandbox: fields.is_sandbox.optional(),
  })
  .meta({ examples: [{ enabled: false }] });

const webhookSchema = z.object({ webhook_id: z.uuid(), ...fields });

/** The part of a webhook that Dataspike's API shows and changes. */
export interface DataspikeWebhook {
  readonly id: string;
  readonly url: string;
  readonly status: 'active' | 'paused' | 'disabled';
}

/** The management of webhooks in Dataspike's own API. */
export const dataspikeWebhooks = {
  newWebhookSchema,
  changeSchema,
  createdSchema: z.object({ id: z.uuid(), hmac_signing_secret: z.string().nullable() }),
  webhookSchema,
  listSchema: z.object({ webhooks: z.array(webhookSchema) }),
  rotatedSchema: z.object({ hmac_signing_secret: z.string() }),

  /** Dataspike's names of fields, by Casewire's. */
  fieldNames: { url: 'webhook_url', events: 'event_types', status: 'enabled' },

  /** The event types that these webhooks can listen to. */
  types,

  /** Casewire's settings for the fields that are given. */
  toSettings({ webhook_url: url, event_types: events, enabled }: z.infer<typeof changeSchema>) {
    return {
      ...(url !== undefined && { url }),
      ...(events !== undefined && { events }),
      ...(enabled !== undefined && { status: enabled ? ('active' as const) : ('disabled' as const) }),
    };
  },

  /** @param listened which of `types` it listens to @param isSandbox whether it is a webhook of the sandbox */
  toView(webhook: DataspikeWebhook, listened: readonly string[], isSandbox: boolean) {
    return {
      webhook_id: webhook.id,
      is_sandbox: isSandbox,
      webhook_url: webhook.url,
      event_types: [...listened],
      enabled: webhook.status === 'active',
    };
  },
};

export type NewDataspikeWebhook = z.infer<typeof newWebhookSchema>;
export type DataspikeWebhookChange = z.infer<typeof changeSchema>;
export type DataspikeWebhookView = z.infer<typeof webhookSchema>;
