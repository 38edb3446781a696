export { kafkaBrokers, testTopicPrefix } from './test-kafka.ts';
export { jsonText, textFor } from './json-text.ts';
export { oddBytes, oddRecord, oddText, type OddRecord, type SoundEvent } from './odd-events.ts';
export { eventually, type EventuallyOptions } from './eventually.ts';
export {
  respondWithStatuses,
  type Behaviour,
  type ReceivedRequest,
  type Respond,
} from './receiver/behaviour.ts';
export { startReceiver, type Receiver, type ReceiverOptions } from './receiver/start-receiver.ts';
export { apiClient, type ApiAnswer, type ApiClient, type ApiRequest } from './system/api-client.ts';
export { serviceNames, type ServiceName } from './system/service-names.ts';
export { startSystem, type ServiceProcess, type System, type SystemOptions } from './system/start-system.ts';
export { cacheDir as workspaceCache } from './infrastructure/run-folder.ts';
export { migrateTestDatabase } from './migrate-test-database.ts';
export {
  inSeconds,
  insertEventType,
  insertNamedSecret,
  insertSigningSecret,
  insertTenant,
  insertWebhook,
  insertWebhooks,
  insertWebhookSecret,
  newId,
} from './subscription-rows.ts';
export {
  hostilePatterns,
  hostileQueries,
  hostileSchemas,
  type HostileQuery,
  type HostileSchema,
} from './hostile-programs.ts';
export {
  hostileTenants,
  type HostileEvent,
  type HostileGround,
  type HostileTenantName,
  type Hostility,
} from './hostile-tenants.ts';
export { cpuMs, longestTurnMs } from './longest-turn.ts';
