export { connectionCheck, type CheckConnection } from './connection-check.ts';
export { createHttpClient } from './undici-client.ts';
export type {
  ClientCertificate,
  HttpClient,
  HttpRequest,
  HttpResponse,
  ReceiverTls,
  ResponseHeaders,
} from './http-client.ts';
export { HttpError } from './http-error.ts';
export { isReservedHeader } from './request-headers.ts';
export { CidrError, targetRule, type TargetRule } from './target-rule.ts';
