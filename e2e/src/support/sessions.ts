import { apiClient } from '@casewire/testing';
import type { SystemInUse } from './open-system.ts';

/** A session that a portal link has begun, and the headers with which a page of the dashboard makes requests. */
export interface OpenedLink {
  readonly session: object;
  readonly headers: Readonly<Record<string, string>>;
}

/** The headers of a request that a page of the dashboard makes, beside its cookie. */
export function ownPage({ url }: Pick<SystemInUse, 'url'>): Readonly<Record<string, string>> {
  return { origin: url, 'casewire-session': '1' };
}

/** Signs in as a browser does that opens a portal link of a tenant. */
export async function openLink(system: SystemInUse, tenantId: string, link: object): Promise<OpenedLink> {
  const created = await system.operator.post<{ url: string }>(`/v1/tenants/${tenantId}/portal-links`, link);
  const code = new URL(created.body.url).hash.slice(1);
  const answer = await apiClient(system.url).post<object>('/v1/sessions', { code }, ownPage(system));
  if (answer.status !== 201) throw new Error(`no session: ${answer.text}`);
  const [cookie = ''] = (answer.headers.get('set-cookie') ?? '').split(';');
  const named = { 'casewire-tenant': tenantId, 'casewire-environment': 'sandbox' };
  return { session: answer.body, headers: { ...ownPage(system), ...named, cookie } };
}
