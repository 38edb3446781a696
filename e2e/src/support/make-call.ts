import type { SystemInUse } from './open-system.ts';

export type RequestHeaders = Readonly<Record<string, string>>;

export const bearer = (key: string): RequestHeaders => ({ authorization: `Bearer ${key}` });

/** The headers of the operator who acts for a tenant. */
export function operatorFor(
  { adminKey }: Pick<SystemInUse, 'adminKey'>,
  tenantId: string,
  environment = 'sandbox',
): RequestHeaders {
  return { ...bearer(adminKey), 'casewire-tenant': tenantId, 'casewire-environment': environment };
}

/** What a request of an operation says. */
export interface ApiRequest {
  /** Values of the parameters of the path. */
  readonly ids?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly body?: unknown;
  /** Default: JSON. */
  readonly contentType?: string;
}

/** An answer, as text. */
export interface TextAnswer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

/**
 * Makes a request of an operation.
 * @param base of the gateway @param headers that say who makes it @param operation method and path, with parameters in braces
 */
export async function makeCall(
  base: string,
  headers: RequestHeaders,
  operation: string,
  { ids = {}, query, body, contentType = 'application/json' }: ApiRequest,
): Promise<TextAnswer> {
  const [method = '', template = ''] = operation.split(' ');
  const path = template.replaceAll(/\{(\w+)\}/g, (_match, name: string) =>
    encodeURIComponent(ids[name] ?? ''),
  );
  const answer = await fetch(`${base}${path}${query === undefined ? '' : `?${query}`}`, {
    method,
    headers: { ...headers, ...(body !== undefined && { 'content-type': contentType }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
}
