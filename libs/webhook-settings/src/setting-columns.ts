import { stateTellingTypes } from '@casewire/families';
import type { ColumnType, Reader, Setting } from './setting.ts';
import { settings, type NewWebhook, type Settings, type WebhookChange } from './settings.ts';

type StoredAs<Name extends keyof Settings> = Settings[Name] extends {
  readonly storedAs: infer Member extends string;
}
  ? Member
  : Name;

/** The members of a webhook's row that hold its settings. */
export type SettingColumns = {
  [Name in keyof Settings as StoredAs<Name>]: ReturnType<Settings[Name]['toColumn']>;
};

/** The members that a service reads. */
export type SettingsReadBy<By extends Reader> = {
  readonly [
    Name in keyof Settings as By extends Settings[Name]['readBy'][number] ? StoredAs<Name> : never
  ]: ReturnType<Settings[Name]['toColumn']>;
};

type ShownSettings = { [Name in keyof Settings]: ReturnType<Settings[Name]['toView']> };

/** The table for functions that treat all settings alike. */
const table = Object.entries<Setting>(settings).map(([name, setting]) => {
  return { name, member: setting.storedAs ?? name, setting };
});

/** The type of each column that holds a setting. */
export const settingColumnTypes = Object.fromEntries(
  table.map(({ member, setting }) => [member, setting.column]),
) as Readonly<Record<keyof SettingColumns, ColumnType>>;

/** The members of a webhook's row that a service reads. */
export function membersReadBy(reader: Reader): string[] {
  return table.filter(({ setting }) => setting.readBy.includes(reader)).map(({ member }) => member);
}

/** The settings in the row of a new webhook. */
export function newSettingColumns(wanted: NewWebhook): SettingColumns {
  const allEvents = wanted.stateNames === undefined ? ['*'] : stateTellingTypes;
  const given: Readonly<Record<string, unknown>> = { ...wanted, events: wanted.events ?? [...allEvents] };
  return Object.fromEntries(
    table.map(({ name, member, setting }) => [member, setting.toColumn(given[name])]),
  ) as SettingColumns;
}

/** The settings after a change. A setting that the change does not name stays; null takes it back to its default. */
export function changedSettingColumns(current: SettingColumns, change: WebhookChange): SettingColumns {
  const stored: Readonly<Record<string, unknown>> = current;
  const given: Readonly<Record<string, unknown>> = change;
  return Object.fromEntries(
    table.map(({ name, member, setting }) => [
      member,
      given[name] === undefined ? stored[member] : setting.toColumn(given[name]),
    ]),
  ) as SettingColumns;
}

/** The settings of a webhook as answers show them. */
export function toShownSettings(row: SettingColumns): ShownSettings {
  const stored: Readonly<Record<string, unknown>> = row;
  return Object.fromEntries(
    table.map(({ name, member, setting }) => [name, setting.toView(stored[member])]),
  ) as ShownSettings;
}
