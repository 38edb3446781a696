import { validateHeaderName, validateHeaderValue } from 'node:http';
import { HttpError } from './http-error.ts';
import type { HttpRequest } from './http-client.ts';

/** Headers that frame the message or belong to the connection: setting one could smuggle in a second request. */
const reserved = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

const METHOD = /^[A-Z]{1,20}$/;
const ORIGIN = /^https?:\/\//;
const TARGET = /^\/[\x21-\x7e]*$/;

/** Whether only the client itself may set the header. */
export function isReservedHeader(name: string): boolean {
  return reserved.has(name.toLowerCase());
}

/**
 * Checks a request before undici sees it.
 * @throws HttpError `invalid-request`
 */
export function checkRequest({ method, origin, target, headers }: HttpRequest): void {
  if (!ORIGIN.test(origin)) throw new HttpError('invalid-request', 'the scheme is not http: or https:');
  if (!METHOD.test(method)) throw new HttpError('invalid-request', 'the method is not one of HTTP');
  if (!TARGET.test(target)) throw new HttpError('invalid-request', 'the path or the query cannot be sent');
  for (const name in headers) {
    if (isReservedHeader(name)) throw new HttpError('invalid-request', `the header ${name} cannot be set`);
    checkHeader(name, headers[name] ?? '');
  }
}

function checkHeader(name: string, value: string): void {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  } catch (error) {
    throw new HttpError('invalid-request', `the header ${JSON.stringify(name)} cannot be sent`, {
      cause: error,
    });
  }
}
