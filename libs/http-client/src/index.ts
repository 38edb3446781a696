export { createHttpClient, httpAdapters, type HttpAdapter } from './adapters.ts';
export type { ClientOptions } from './client-options.ts';
export type { HttpClient, HttpRequest, HttpResponse } from './http-client.ts';
export { HttpError, type HttpErrorCode } from './http-error.ts';
export { isReservedHeader } from './request-headers.ts';
export { CidrError, targetRule, type TargetRule } from './target-rule.ts';
