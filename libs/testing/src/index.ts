export { countRoundTrips } from './count-round-trips.ts';
export { dataUrlOf } from './data-url.ts';
export { kafkaBrokers, testTopicPrefix } from './infrastructure/addresses.ts';
export { eventually } from './eventually.ts';
export { insertEvents } from './event-rows.ts';
export { copyInvocation, type CopiedInvocations } from './ledger-rows.ts';
export { selfSignedCertificate, type SelfSignedCertificate } from './self-signed-certificate.ts';
export { readTopic } from './read-topic.ts';
export { startReceiver, type Behaviour, type ReceivedRequest, type Receiver } from './start-receiver.ts';
export { startProxy, type ForwardProxy, type ProxyOptions } from './start-proxy.ts';
export {
  apiClient,
  clientOf,
  type ApiAnswer,
  type ApiClient,
  type ServiceClient,
} from './system/api-client.ts';
export { createTenant, type Tenant } from './system/tenant.ts';
export {
  startSystem,
  type Processes,
  type ServiceProcess,
  type System,
  type SystemOptions,
} from './system/start-system.ts';
export { cacheDir as workspaceCache } from './infrastructure/run-folder.ts';
export { migrateTestDatabase } from './infrastructure/databases.ts';
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
