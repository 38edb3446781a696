import { isUtf8 } from 'node:buffer';
import type { ResponseHeaders } from './http-client.ts';

const BEYOND_ASCII = /[\x80-\xff]/;

/**
 * Reads the headers of an answer. A map takes every name, also those that objects treat specially.
 * @param raw names and values in turn, as they came
 */
export function readHeaders(raw: readonly Buffer[]): ResponseHeaders {
  const headers = new Map<string, string[]>();
  for (let index = 0; ; index += 2) {
    const name = raw[index]?.toString('latin1').toLowerCase();
    const value = raw[index + 1];
    if (name === undefined || value === undefined) break;
    const values = headers.get(name);
    if (values === undefined) headers.set(name, [textOf(value)]);
    else values.push(textOf(value));
  }
  return headers;
}

/** UTF-8 where the bytes are that, which is what servers write today; else Latin-1, as HTTP once said (RFC 9110, section 5.5). */
function textOf(value: Buffer): string {
  const text = value.toString('latin1');
  return BEYOND_ASCII.test(text) && isUtf8(value) ? value.toString() : text;
}
