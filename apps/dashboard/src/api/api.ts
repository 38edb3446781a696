import { createClient, type Client } from '@casewire/client';
import type { Place } from './types.ts';

export type Api = Client;

/** The calls of the API for one tenant and environment. The session's cookie says who asks. */
export function apiFor({ tenant, environment }: Place): Api {
  return createClient({ url: window.location.origin, tenant, environment });
}

/** The calls that belong to no tenant. */
export const sessionApi = createClient({ url: window.location.origin });

/** The body of an answer. */
export async function bodyOf<Body>(call: Promise<{ readonly data: Body }>): Promise<Body> {
  return (await call).data;
}
