import type { IncomingHttpHeaders } from 'node:http';

/** Longer ones are not ours: nothing that long is hashed or looked up. */
const MAX_KEY_LENGTH = 1024;

/** The key of a request: `Authorization: Bearer <key>` or `ds-api-token: <key>`; undefined where there is none. */
export function presentedKey(headers: IncomingHttpHeaders): string | undefined {
  const bearer = /^bearer +([^\s]+) *$/i.exec(headers.authorization ?? '')?.[1];
  const token = headers['ds-api-token'];
  const key = bearer ?? (typeof token === 'string' ? token.trim() : undefined);
  return key === undefined || key === '' || key.length > MAX_KEY_LENGTH ? undefined : key;
}
