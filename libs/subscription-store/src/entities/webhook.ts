import type { Environment } from '@casewire/events';
import type { Level } from '@casewire/matching-rules';
import {
  membersReadBy,
  settingColumnTypes,
  type SettingColumns,
  type SettingColumnType,
  type SettingReader,
} from '@casewire/webhook-settings';
import { EntitySchema } from 'typeorm';

/** A webhook as it is stored: its settings, and members that no request gives directly. */
export interface Webhook extends SettingColumns {
  id: string;
  tenantId: string;
  environment: Environment;
  level: Level;
  /** The level as one text, by which events find the webhook: see `scopeKeyOf`. */
  scopeKey: string;
  /** Places in the context that the URL and the headers name. */
  contextPlaceholders: string[];
  /** Secrets that the URL and the headers name. */
  secretPlaceholders: string[];
  /** The value of the `Authorization` header, sealed; both are null where the receiver asks for none. */
  authKeyId: string | null;
  authCiphertext: Buffer | null;
  /** Whether the secret of the tenant and environment signs, instead of one of the webhook's own. */
  signsWithTenantSecret: boolean;
  /** Whether it expires some time after its run has ended. */
  endsWithRun: boolean;
  /** How it was made: by `POST /v1/webhooks`, by a run request, or by the configuration of a definition. */
  origin: 'api' | 'run' | 'definition';
  version: number;
  createdAt: Date;
  updatedAt: Date;
  deletedAt: Date | null;
}

const columnTypes: Readonly<Record<keyof Webhook, SettingColumnType | 'uuid' | 'bytea'>> = {
  id: 'uuid',
  tenantId: 'text',
  environment: 'text',
  level: 'text',
  scopeKey: 'text',
  contextPlaceholders: 'text[]',
  secretPlaceholders: 'text[]',
  authKeyId: 'text',
  authCiphertext: 'bytea',
  signsWithTenantSecret: 'boolean',
  endsWithRun: 'boolean',
  origin: 'text',
  version: 'integer',
  createdAt: 'timestamptz',
  updatedAt: 'timestamptz',
  deletedAt: 'timestamptz',
  ...settingColumnTypes,
};

/** A column of `subscriptions.webhooks`. It is named like the member of the row, in snake case. */
export function webhookColumn(member: string): string {
  return member.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The settings that a service reads, as a select list: `webhook.timeout_ms AS "timeoutMs", ...` */
export function selectSettings(reader: SettingReader, table = 'webhooks'): string {
  const columns = membersReadBy(reader).map((member) => `${table}.${webhookColumn(member)} AS "${member}"`);
  return columns.join(', ');
}

export const Webhook = new EntitySchema<Webhook>({
  name: 'Webhook',
  schema: 'subscriptions',
  tableName: 'webhooks',
  columns: Object.fromEntries(
    Object.entries(columnTypes).map(([member, type]) => [
      member,
      {
        name: webhookColumn(member),
        primary: member === 'id',
        ...(type === 'text[]' ? { type: 'text' as const, array: true } : { type }),
      },
    ]),
  ),
});
