export { HIDDEN_TEXT, hiddenSchema, type Masked } from './hidden.ts';
export { maskBody, type BodyOrigin, type RenderingSettings } from './mask-body.ts';
export { maskData, type Sensitive } from './mask-data.ts';
export { hiddenSidesSchema, maskExchange, maskHeader, maskUrl, maskWholeRequest } from './mask-exchange.ts';
