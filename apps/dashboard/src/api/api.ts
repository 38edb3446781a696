import { createClient, type Client } from '@casewire/client';
import { isEmbedded } from '../app/embedded.ts';
import type { Place } from './types.ts';

export type Api = Client;

const ofDocument = { url: window.location.origin, embedded: isEmbedded };

/** The calls of the API for one tenant and environment. The session's cookie says who asks. */
export function apiFor({ tenant, environment }: Place): Api {
  return createClient({ ...ofDocument, tenant, environment });
}

/** The calls that belong to no tenant. */
export const sessionApi = createClient(ofDocument);

/** The body of an answer. */
export async function bodyOf<Body>(call: Promise<{ readonly data: Body }>): Promise<Body> {
  return (await call).data;
}
