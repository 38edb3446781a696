import { arrayParameter, type Pool } from '@casewire/database';
import type { Hold, TenantScope } from '@casewire/events';
import type { SettingsReadBy } from '@casewire/webhook-settings';
import { selectSettings, type Webhook } from './entities.ts';
import {
  namedSecretContext,
  signingSecretContext,
  webhookAuthContext,
  webhookSecretContext,
  type SealedColumn,
} from './sealed.ts';

/** Where and how deliveries of one webhook go out; null means the default of the event's family. */
export interface DeliveryTarget extends SettingsReadBy<'delivery'>, TenantScope {
  readonly webhookId: string;
  /** Counts the changes of the webhook. */
  readonly version: number;
  readonly statusReason: Webhook['statusReason'];
  /** When a delivery of a webhook that has a rate was started last; null if none is known. */
  readonly lastStartedAt: Date | null;
  /** The latest due time that the rate has given a delivery; null if none is known. */
  readonly latestDueAt: Date | null;
  /** Whether the URL or a header contains a placeholder. */
  readonly hasPlaceholders: boolean;
  /** The secrets that the URL and the headers name, without those that do not exist. */
  readonly namedSecrets: readonly NamedSealedColumn[];
  /** Sealed, for `decodeCredentials`; null where the receiver asks for none. */
  readonly credentials: SealedColumn | null;
  /** Sealed, the current one first; a second one while a rotation overlaps; none where nothing signs. */
  readonly secrets: readonly SealedColumn[];
  /** The hosts that the tenant's webhooks may have; null for all. */
  readonly allowedHosts: readonly string[] | null;
  /** The number of its last pause; 0 before the first. */
  readonly pause: number;
  /** The number of Casewire's own pause; null while there is none. */
  readonly ownPause: number | null;
  /** The opening of its breaker, with the number of the probe that is out; null while it is closed. */
  readonly opening: { readonly hold: Hold; readonly probe: number | null } | null;
  /** When the webhook or its tenant was deleted; pending deliveries are then cancelled. */
  readonly deletedAt: Date | null;
}

/** A secret by the name that `{secret.NAME}` gives it. */
interface NamedSealedColumn extends SealedColumn {
  readonly name: string;
}

export interface DeliveryTargets {
  /** By webhook id; an id that never existed is absent. */
  readonly webhooks: ReadonlyMap<string, DeliveryTarget>;
  /** The invocations, of those asked for, that were cancelled. */
  readonly cancelled: ReadonlySet<string>;
}

/*
 * One statement answers two questions: every row holds the cancelled invocations, which are nearly always none. The outer
 * join keeps a row for them even if no webhook is found. Delivery's connections plan it once, so every part looks rows up
 * by a key.
 */
const STATEMENT = `
  WITH cancelled AS (
    SELECT coalesce(array_agg(invocation_id), '{}') AS ids
      FROM history.cancellations
     WHERE invocation_id = ANY ($2::uuid[])
  )
  SELECT cancelled.ids AS "cancelledIds",
         webhook.id AS "webhookId", webhook.tenant_id AS "tenantId", webhook.environment,
         webhook.version, webhook.status_reason AS "statusReason", webhook.pause,
         paced.last_started_at AS "lastStartedAt", paced.latest_due_at AS "latestDueAt",
         state.own_pause AS "ownPause", state.breaker_kind AS "breakerKind", state.breaker,
         CASE WHEN state.is_probe_out THEN state.probe END AS probe,
         ${selectSettings('delivery', 'webhook')},
         webhook.auth_key_id AS "authKeyId", webhook.auth_ciphertext AS "authCiphertext",
         (SELECT settings -> 'allowedHosts' FROM subscriptions.tenants WHERE id = webhook.tenant_id) AS "allowedHosts",
         coalesce(webhook.deleted_at,
                  (SELECT deleted_at FROM subscriptions.tenants WHERE id = webhook.tenant_id)) AS "deletedAt",
         webhook.signs_with_tenant_secret AS "signsWithTenantSecret",
         secret.key_ids AS "secretKeyIds", secret.ciphertexts AS "secretCiphertexts",
         webhook.context_placeholders <> '{}' OR webhook.secret_placeholders <> '{}' AS "hasPlaceholders",
         named.names AS "namedNames", named.key_ids AS "namedKeyIds", named.ciphertexts AS "namedCiphertexts"
    FROM cancelled
    LEFT JOIN subscriptions.webhooks AS webhook ON webhook.id = ANY ($1::uuid[])
    LEFT JOIN history.webhook_rates AS paced
           ON paced.webhook_id = webhook.id AND webhook.rate_limit_per_second IS NOT NULL
    LEFT JOIN LATERAL (
      SELECT own_pause, breaker_kind, breaker, is_probe_out, probe
        FROM history.webhook_state WHERE webhook_id = webhook.id::text LIMIT 1
    ) AS state ON true
    LEFT JOIN LATERAL (
      SELECT array_agg(key_id ORDER BY expires_at DESC NULLS FIRST) AS key_ids,
             array_agg(ciphertext ORDER BY expires_at DESC NULLS FIRST) AS ciphertexts
        FROM (
          SELECT key_id, ciphertext, expires_at
            FROM subscriptions.webhook_secrets
           WHERE webhook_id = webhook.id AND NOT webhook.signs_with_tenant_secret
           UNION ALL
          SELECT key_id, ciphertext, expires_at
            FROM subscriptions.signing_secrets
           WHERE tenant_id = webhook.tenant_id AND environment = webhook.environment
             AND webhook.signs_with_tenant_secret
        ) AS any_secret
       WHERE expires_at IS NULL OR expires_at > now()
    ) AS secret ON true
    LEFT JOIN LATERAL (
      SELECT array_agg(name) AS names, array_agg(key_id) AS key_ids, array_agg(ciphertext) AS ciphertexts
        FROM subscriptions.secrets
       WHERE webhook.secret_placeholders <> '{}'
         AND tenant_id = webhook.tenant_id AND environment = webhook.environment
         AND name = ANY (webhook.secret_placeholders)
    ) AS named ON true`;

interface Row extends Omit<
  DeliveryTarget,
  'credentials' | 'secrets' | 'namedSecrets' | 'opening' | 'webhookId'
> {
  readonly cancelledIds: readonly string[];
  /** Null on the only row of an answer without webhooks. */
  readonly webhookId: string | null;
  readonly breakerKind: Hold['kind'] | null;
  readonly breaker: number | null;
  readonly probe: number | null;
  readonly authKeyId: string | null;
  readonly authCiphertext: Buffer | null;
  readonly signsWithTenantSecret: boolean;
  readonly secretKeyIds: readonly string[] | null;
  readonly secretCiphertexts: readonly Buffer[] | null;
  readonly namedNames: readonly string[] | null;
  readonly namedKeyIds: readonly string[] | null;
  readonly namedCiphertexts: readonly Buffer[] | null;
}

/** Everything that a batch of deliveries needs to know about its webhooks and invocations, in one query. */
export async function loadDeliveryTargets(
  pool: Pool,
  wanted: { readonly webhookIds: readonly string[]; readonly invocationIds: readonly string[] },
): Promise<DeliveryTargets> {
  const { rows } = await pool.query<Row>({
    name: 'load-delivery-targets',
    text: STATEMENT,
    values: [
      arrayParameter('uuid', [...new Set(wanted.webhookIds)]),
      arrayParameter('uuid', wanted.invocationIds),
    ],
  });
  const targets = rows.flatMap((row) => (row.webhookId === null ? [] : [toTarget(row, row.webhookId)]));
  return {
    webhooks: new Map(targets.map((target) => [target.webhookId, target])),
    cancelled: new Set(rows[0]?.cancelledIds),
  };
}

function toTarget(row: Row, webhookId: string): DeliveryTarget {
  const {
    cancelledIds,
    breakerKind,
    breaker,
    probe,
    authKeyId,
    authCiphertext,
    signsWithTenantSecret,
    secretKeyIds,
    secretCiphertexts,
    namedNames,
    namedKeyIds,
    namedCiphertexts,
    ...shown
  } = row;
  const secretContext = signsWithTenantSecret ? signingSecretContext(row) : webhookSecretContext(webhookId);
  return {
    ...shown,
    webhookId,
    opening:
      breakerKind === null || breaker === null
        ? null
        : { hold: { kind: breakerKind, number: breaker }, probe },
    credentials: toSealed(authKeyId, authCiphertext, webhookAuthContext(webhookId)),
    secrets: (secretKeyIds ?? []).flatMap(
      (keyId, index) => toSealed(keyId, secretCiphertexts?.[index], secretContext) ?? [],
    ),
    namedSecrets: (namedNames ?? []).flatMap((name, index) => {
      const context = namedSecretContext({ tenantId: row.tenantId, environment: row.environment, name });
      const sealed = toSealed(namedKeyIds?.[index], namedCiphertexts?.[index], context);
      return sealed === null ? [] : [{ ...sealed, name }];
    }),
  };
}

function toSealed(
  keyId: string | null | undefined,
  ciphertext: Buffer | null | undefined,
  context: string,
): SealedColumn | null {
  return keyId == null || ciphertext == null ? null : { keyId, ciphertext, context };
}
