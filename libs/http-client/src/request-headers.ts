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

/** Whether only the client itself may set the header. */
export function isReservedHeader(name: string): boolean {
  return reserved.has(name.toLowerCase());
}

/**
 * Checks a request before undici sees it.
 * @returns the headers to send, with Basic authorization made of the URL's credentials
 * @throws HttpError `invalid-request`
 */
export function checkedHeaders(request: HttpRequest): Record<string, string> {
  const { protocol, username, password } = request.url;
  if (protocol !== 'http:' && protocol !== 'https:') {
    throw new HttpError('invalid-request', `the scheme ${protocol} is not http: or https:`);
  }
  if (!METHOD.test(request.method)) throw new HttpError('invalid-request', 'the method is not one of HTTP');
  const headers = { ...request.headers };
  let authorized = false;
  for (const name in headers) {
    if (isReservedHeader(name)) throw new HttpError('invalid-request', `the header ${name} cannot be set`);
    checkHeader(name, headers[name] ?? '');
    authorized ||= name.toLowerCase() === 'authorization';
  }
  if (!authorized && (username !== '' || password !== '')) {
    headers['authorization'] = basicAuthorization(username, password);
  }
  return headers;
}

function basicAuthorization(username: string, password: string): string {
  try {
    const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    return `Basic ${Buffer.from(credentials).toString('base64')}`;
  } catch (error) {
    throw new HttpError('invalid-request', 'the credentials in the URL are not percent-encoded', {
      cause: error,
    });
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
