export { createClient, type Client, type ClientOptions } from './client.ts';
export { ApiError, type ErrorCode, type FieldError } from './api-error.ts';
export type { AnswerOf, BodyOf, Call, PathOf, QueryOf } from './call.ts';
export type { ItemOf, ListPath } from './pages.ts';
