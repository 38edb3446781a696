import type { TenantScope } from '@casewire/events';
import type { Scope } from '@casewire/identity';
import type { Sealed } from '@casewire/key-ring';
import type { Level, MergeRule } from '@casewire/matching-rules';
import {
  membersReadBy,
  settingColumnTypes,
  type SettingColumns,
  type SettingColumnType,
  type SettingReader,
} from '@casewire/webhook-settings';
import { EntitySchema } from 'typeorm';

// The rows of the schema `subscriptions`, each with the table that TypeORM writes it to.

/** A column of the schema. It is named like the member of the row, in snake case. */
export function webhookColumn(member: string): string {
  return member.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** @param key members of the primary key; default: `id` */
function table<Row extends object>(
  tableName: string,
  columnTypes: Readonly<Record<keyof Row & string, SettingColumnType | 'json' | 'uuid' | 'bytea'>>,
  key?: readonly (keyof Row & string)[],
): EntitySchema<Row> {
  const keyMembers: readonly string[] = key ?? ['id'];
  const columns = Object.entries<string>(columnTypes).map(([member, type]) => [
    member,
    {
      name: webhookColumn(member),
      primary: keyMembers.includes(member),
      ...(type === 'text[]' ? { type: 'text', array: true } : { type }),
    },
  ]);
  return new EntitySchema<Row>({
    name: tableName,
    schema: 'subscriptions',
    tableName,
    columns: Object.fromEntries(columns) as EntitySchema<Row>['options']['columns'],
  });
}

/** Columns that several tables have. */
const timeColumns = { createdAt: 'timestamptz', updatedAt: 'timestamptz' } as const;
const scopeColumns = { tenantId: 'text', environment: 'text' } as const;
const sealedColumns = { keyId: 'text', ciphertext: 'bytea' } as const;

/** The settings of a tenant. One that is absent has its default. */
export interface TenantSettings {
  /** Default: `additive`. */
  readonly subscriptionMerge?: MergeRule;
  /** Customer- and definition-level webhooks at most, per environment; those of single runs do not count. */
  readonly webhookLimit?: number;
  /** Events per second that `POST /v1/events` takes of the tenant, in one process of ingestion. Default: no limit. */
  readonly publishPerSecond?: number;
  /** See `isHostAllowed`. Default: all hosts. */
  readonly allowedHosts?: string[];
  /** Settings that families declare and read. */
  readonly [familySetting: string]: unknown;
}

export interface Tenant {
  id: string;
  name: string;
  settings: TenantSettings;
  version: number;
  createdAt: Date;
  updatedAt: Date;
  deletedAt: Date | null;
}

export const Tenant = table<Tenant>('tenants', {
  id: 'text',
  name: 'text',
  settings: 'jsonb',
  version: 'integer',
  ...timeColumns,
  deletedAt: 'timestamptz',
});

export interface ApiKey extends TenantScope {
  id: string;
  name: string | null;
  keyHash: Buffer;
  scopes: Scope[];
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
  /** The hour of its last use; null before the first. */
  lastUsedAt: Date | null;
}

export const ApiKey = table<ApiKey>('api_keys', {
  id: 'uuid',
  ...scopeColumns,
  name: 'text',
  keyHash: 'bytea',
  scopes: 'text[]',
  createdAt: 'timestamptz',
  expiresAt: 'timestamptz',
  revokedAt: 'timestamptz',
  lastUsedAt: 'timestamptz',
});

/** A secret that signs, sealed. */
interface SecretOfSignatures extends Sealed {
  id: string;
  createdAt: Date;
  /** Null for the current secret. */
  expiresAt: Date | null;
}

const signatureSecretColumns = {
  id: 'uuid',
  ...sealedColumns,
  createdAt: 'timestamptz',
  expiresAt: 'timestamptz',
} as const;

/** A secret of one webhook. */
export interface WebhookSecret extends SecretOfSignatures {
  webhookId: string;
}

export const WebhookSecret = table<WebhookSecret>('webhook_secrets', {
  ...signatureSecretColumns,
  webhookId: 'uuid',
});

/** A secret of a tenant and environment. */
export interface SigningSecret extends SecretOfSignatures, TenantScope {}

export const SigningSecret = table<SigningSecret>('signing_secrets', {
  ...signatureSecretColumns,
  ...scopeColumns,
});

/** A secret that webhooks name as `{secret.NAME}`. */
export interface NamedSecret extends TenantScope, Sealed {
  name: string;
  createdAt: Date;
  updatedAt: Date;
}

export const NamedSecret = table<NamedSecret>(
  'secrets',
  { ...scopeColumns, name: 'text', ...sealedColumns, ...timeColumns },
  ['tenantId', 'environment', 'name'],
);

export interface WorkflowRun extends TenantScope {
  /** The id that the run's events bear. */
  id: string;
  idempotencyKey: string | null;
  /** Tells a repetition of the request from another one with the same key. */
  fingerprint: Buffer | null;
  /** The answer to the request. */
  answer: object;
  /** Null once it is on Kafka. */
  command: Buffer | null;
  requestedAt: Date;
}

export const WorkflowRun = table<WorkflowRun>('workflow_runs', {
  id: 'uuid',
  ...scopeColumns,
  idempotencyKey: 'text',
  fingerprint: 'bytea',
  answer: 'json',
  command: 'bytea',
  requestedAt: 'timestamptz',
});

/** `gone`: its receiver has answered 410 Gone (RFC 9110, section 15.5.11). */
export const statusReasons = ['gone'] as const;

type StatusReason = (typeof statusReasons)[number];

/** A webhook as it is stored: its settings, and members that no request gives directly. */
export interface Webhook extends SettingColumns, TenantScope {
  id: string;
  level: Level;
  /** The level as one text, by which events find the webhook: see `scopeKeyOf`. */
  scopeKey: string;
  /** Places in the context that the URL and the headers name. */
  contextPlaceholders: string[];
  /** Secrets that the URL and the headers name. */
  secretPlaceholders: string[];
  /** `Credentials`, sealed; both are null where the receiver asks for none. */
  authKeyId: string | null;
  authCiphertext: Buffer | null;
  /** Whether the secret of the tenant and environment signs, instead of one of the webhook's own. */
  signsWithTenantSecret: boolean;
  /** Whether it expires some time after its run has ended. */
  endsWithRun: boolean;
  /** Why Casewire has disabled it; null where its owner has chosen the status. */
  statusReason: StatusReason | null;
  /** How it was made: by `POST /v1/webhooks`, by a run request, or by the configuration of a definition. */
  origin: 'api' | 'run' | 'definition';
  /** The number of its last pause; 0 before the first. */
  pause: number;
  version: number;
  createdAt: Date;
  updatedAt: Date;
  deletedAt: Date | null;
}

export const Webhook = table<Webhook>('webhooks', {
  id: 'uuid',
  ...scopeColumns,
  level: 'text',
  scopeKey: 'text',
  contextPlaceholders: 'text[]',
  secretPlaceholders: 'text[]',
  authKeyId: 'text',
  authCiphertext: 'bytea',
  signsWithTenantSecret: 'boolean',
  endsWithRun: 'boolean',
  statusReason: 'text',
  origin: 'text',
  pause: 'integer',
  version: 'integer',
  ...timeColumns,
  deletedAt: 'timestamptz',
  ...settingColumnTypes,
});

/** That somebody has fetched the data of an event whose delivery had its address. */
export interface DataFetch extends TenantScope {
  id: string;
  webhookId: string;
  eventUid: string;
  fetchedAt: Date;
  /** `signature` for a receiver that has signed with the webhook's secret; else the actor of the request. */
  fetchedBy: string;
}

export const DataFetch = table<DataFetch>('data_fetches', {
  id: 'uuid',
  ...scopeColumns,
  webhookId: 'uuid',
  eventUid: 'uuid',
  fetchedAt: 'timestamptz',
  fetchedBy: 'text',
});

/** The settings that a service reads, as a select list: `webhook.timeout_ms AS "timeoutMs", ...` */
export function selectSettings(reader: SettingReader, from = 'webhooks'): string {
  const columns = membersReadBy(reader).map((member) => `${from}.${webhookColumn(member)} AS "${member}"`);
  return columns.join(', ');
}

/** Every table of the schema that is written through TypeORM. */
export const entities = [
  Tenant,
  ApiKey,
  Webhook,
  WebhookSecret,
  SigningSecret,
  NamedSecret,
  WorkflowRun,
  DataFetch,
];
