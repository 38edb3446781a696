import { membersReadBy, type SettingReader } from '@casewire/webhook-settings';
import { webhookColumn } from './entities/webhook.ts';

/** The columns that a statement reads for its reader, each by the name of its member: `timeout_ms AS "timeoutMs", ...` */
export function selectSettings(reader: SettingReader, table?: string): string {
  const prefix = table === undefined ? '' : `${table}.`;
  return membersReadBy(reader)
    .map((member) => `${prefix}${webhookColumn(member)} AS "${member}"`)
    .join(', ');
}
