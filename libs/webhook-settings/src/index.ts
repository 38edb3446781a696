export { allowedHostsSchema, isHostAllowed } from './allowed-hosts.ts';
export { limits } from './limits.ts';
export {
  newWebhookSchema,
  shownSettingsShape,
  webhookChangeSchema,
  webhookStatuses,
  type NewWebhook,
  type WebhookChange,
} from './settings.ts';
export {
  changedSettingColumns,
  membersReadBy,
  newSettingColumns,
  settingColumnTypes,
  toShownSettings,
  type SettingColumns,
  type SettingsReadBy,
} from './setting-columns.ts';
export {
  previewedRequestSchema,
  requestPreviewAnswerSchema,
  requestPreviewSchema,
  type RequestPreview,
  type RequestPreviewAnswer,
} from './request-preview.ts';
export type { ColumnType as SettingColumnType, Reader as SettingReader } from './setting.ts';
export type { AssertionAlgorithm, Auth } from './auth-schemas.ts';
export { readPrivateKey } from './certificates.ts';
export { futureInstant, notYet, ownSecretSchema, pointerSchema, printableText } from './schemas.ts';
export {
  originCheckAnswerSchema,
  originCheckSchema,
  urlCheckResults,
  type OriginCheck,
  type UrlCheckResult,
} from './url-check.ts';
