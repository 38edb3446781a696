import type { Environment } from '@casewire/events';
import type { RetryOverride, SuccessRule } from '@casewire/delivery-policy';
import type { WebhookFormat } from '@casewire/families';
import type { Level } from '@casewire/matching-rules';
import type { Transform, WebhookMethod } from '@casewire/payloads';
import type { SigningSettings } from '@casewire/signing';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type {
  FamilyOptions,
  Ordering,
  ShownAuth,
  WebhookOrigin,
  WebhookStatus,
} from '../webhook-settings.ts';

@Entity({ schema: 'subscriptions', name: 'webhooks' })
export class Webhook {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ name: 'tenant_id', type: 'text' })
  tenantId!: string;

  @Column({ type: 'text' })
  environment!: Environment;

  @Column({ type: 'text' })
  level!: Level;

  @Column({ name: 'scope_key', type: 'text' })
  scopeKey!: string;

  @Column({ type: 'text', nullable: true })
  name!: string | null;

  @Column({ type: 'text' })
  url!: string;

  @Column({ type: 'text', array: true })
  events!: string[];

  @Column({ name: 'definition_id', type: 'text', nullable: true })
  definitionId!: string | null;

  @Column({ name: 'runtime_id', type: 'text', nullable: true })
  runtimeId!: string | null;

  @Column({ type: 'text' })
  method!: WebhookMethod;

  @Column({ type: 'jsonb' })
  headers!: Readonly<Record<string, string>>;

  /** Ways into the context that the URL and the headers name. */
  @Column({ name: 'context_placeholders', type: 'text', array: true })
  contextPlaceholders!: string[];

  /** Secrets that the URL and the headers name. */
  @Column({ name: 'secret_placeholders', type: 'text', array: true })
  secretPlaceholders!: string[];

  @Column({ type: 'jsonb', nullable: true })
  auth!: ShownAuth | null;

  @Column({ name: 'auth_key_id', type: 'text', nullable: true })
  authKeyId!: string | null;

  @Column({ name: 'auth_ciphertext', type: 'bytea', nullable: true })
  authCiphertext!: Buffer | null;

  @Column({ type: 'text' })
  format!: WebhookFormat;

  @Column({ type: 'jsonb' })
  signing!: SigningSettings;

  @Column({ name: 'signs_with_tenant_secret', type: 'boolean' })
  signsWithTenantSecret!: boolean;

  @Column({ name: 'send_webhook_id', type: 'boolean' })
  sendWebhookId!: boolean;

  @Column({ type: 'jsonb', nullable: true })
  retry!: RetryOverride | null;

  @Column({ name: 'timeout_ms', type: 'integer', nullable: true })
  timeoutMs!: number | null;

  @Column({ name: 'max_concurrency', type: 'integer', nullable: true })
  maxConcurrency!: number | null;

  @Column({ type: 'text' })
  ordering!: Ordering;

  @Column({ name: 'success_status', type: 'text', nullable: true })
  successStatus!: SuccessRule | null;

  @Column({ type: 'jsonb' })
  options!: FamilyOptions;

  @Column({ type: 'text' })
  status!: WebhookStatus;

  /** Null where it does not listen to states. */
  @Column({ name: 'state_names', type: 'text', array: true, nullable: true })
  stateNames!: string[] | null;

  @Column({ type: 'text', nullable: true })
  filter!: string | null;

  /** In the order in which they are applied. */
  @Column({ type: 'jsonb', nullable: true })
  transform!: readonly Transform[] | null;

  @Column({ name: 'expires_at', type: 'timestamptz', nullable: true })
  expiresAt!: Date | null;

  @Column({ name: 'ends_with_run', type: 'boolean' })
  endsWithRun!: boolean;

  @Column({ type: 'text' })
  origin!: WebhookOrigin;

  @Column({ type: 'integer' })
  version!: number;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'updated_at', type: 'timestamptz' })
  updatedAt!: Date;

  @Column({ name: 'deleted_at', type: 'timestamptz', nullable: true })
  deletedAt!: Date | null;
}
