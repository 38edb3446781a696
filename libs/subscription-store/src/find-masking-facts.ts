import type { Pool } from '@casewire/database';
import type { TenantScope } from '@casewire/events';
import { eventTypeNamed } from '@casewire/families';
import type { BodyOrigin, RenderingSettings, Sensitive } from '@casewire/masking';

/** What decides how much of events and bodies is hidden from sessions, by the settings of now. */
export interface MaskingFacts {
  /** @returns undefined for a type that is not registered any more */
  readonly sensitiveIn: (eventType: string) => Sensitive;
  /** @param renderedAt when the body was rendered at the earliest, milliseconds since the epoch */
  readonly originOf: (eventType: string, webhookId: string, renderedAt: number) => BodyOrigin;
}

/** Clocks of two machines differ by less. */
const CLOCK_TOLERANCE_MS = 60_000;

interface TypeRow {
  readonly type: string;
  readonly sensitive: readonly string[];
}

interface WebhookRow extends RenderingSettings {
  readonly id: string;
  readonly version: number;
  readonly updatedAt: Date;
}

const TYPES = `
  SELECT type, sensitive FROM subscriptions.event_types WHERE tenant_id = $1 AND environment = $2 AND type = ANY ($3::text[])`;

// Deleted ones too: their history is read.
const WEBHOOKS = `
  SELECT id, version, updated_at AS "updatedAt", format, options, method, transform, payload
    FROM subscriptions.webhooks WHERE tenant_id = $1 AND environment = $2 AND id = ANY ($3::uuid[])`;

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** @param webhookIds of the webhooks that bodies were rendered for. Default: there are only events */
export async function findMaskingFacts(
  pool: Pool,
  { tenantId, environment }: TenantScope,
  eventTypes: readonly string[],
  webhookIds: readonly string[] = [],
): Promise<MaskingFacts> {
  const read = async <Row extends object>(text: string, keys: readonly string[]): Promise<Row[]> =>
    keys.length === 0 ? [] : (await pool.query<Row>(text, [tenantId, environment, [...new Set(keys)]])).rows;
  const [types, webhooks] = await Promise.all([
    read<TypeRow>(
      TYPES,
      eventTypes.filter((type) => eventTypeNamed(type) === undefined),
    ),
    read<WebhookRow>(
      WEBHOOKS,
      webhookIds.filter((id) => UUID.test(id)),
    ),
  ]);
  const own = new Map(types.map(({ type, sensitive }) => [type, sensitive]));
  const byId = new Map(webhooks.map((webhook) => [webhook.id, webhook]));
  const sensitiveIn = (type: string): Sensitive => eventTypeNamed(type)?.sensitive ?? own.get(type);
  return {
    sensitiveIn,
    originOf: (eventType, webhookId, renderedAt) => {
      const webhook = byId.get(webhookId.toLowerCase());
      const isKnown = webhook !== undefined && isUnchangedSince(webhook, renderedAt);
      return { eventType, sensitive: sensitiveIn(eventType), webhook: isKnown ? webhook : undefined };
    },
  };
}

/** Whether a webhook's settings are those of an earlier instant. The first version never changed. */
function isUnchangedSince({ version, updatedAt }: WebhookRow, at: number): boolean {
  return version === 1 || updatedAt.getTime() + CLOCK_TOLERANCE_MS < at;
}
