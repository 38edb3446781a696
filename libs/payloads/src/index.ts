export { explainWithheld } from './apply-filter.ts';
export {
  beginInvocation,
  type BeginningSettings,
  type BeginningWebhook,
  type BegunInvocation,
} from './begin-invocation.ts';
export { dataFor } from './data-for.ts';
export { EventContent } from './event-content.ts';
export {
  decideEach,
  decidePayloads,
  meteredTogether,
  renderUnfiltered,
  type Decision,
  type Render,
  type ListeningWebhook,
  type Metered,
} from './decide-payloads.ts';
export { firstDelivery } from './first-delivery.ts';
export {
  MAX_GET_QUERY_BYTES,
  renderPayload,
  type Payload,
  type RenderedPayload,
  type RenderedWebhook,
} from './render-payload.ts';
export { COMPILED_QUERIES_BYTES } from './queries.ts';
export type { Transform } from './transform.ts';
export { webhookMethods, type WebhookMethod } from './webhook-method.ts';
