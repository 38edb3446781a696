import { findFreePort } from '@casewire/embedded';
import { eventually, type Receiver, type Tenant } from '@casewire/testing';
import { workflowEvent } from './events.ts';
import { openLink, type OpenedLink } from './sessions.ts';
import type { SystemInUse } from './open-system.ts';

/** Stands in what the owner has stored, and in nothing that others have. */
export const OWN_WORDS = 'words of the owner';

/** Ids and names of one thing of each kind that a tenant can have in its sandbox. */
export interface OwnedThings {
  readonly tenant: string;
  readonly webhook: string;
  readonly dataspikeWebhook: string;
  readonly event: string;
  readonly rejectedEvent: string;
  /** It was delivered. */
  readonly invocation: string;
  /** It is tried again in an hour. */
  readonly waitingInvocation: string;
  readonly replay: string;
  readonly failureGroup: string;
  readonly inspector: string;
  readonly apiKey: string;
  readonly portalLink: string;
  readonly session: string;
  readonly secretName: string;
  readonly eventType: string;
  /** The last part of the address of a thin delivery's data. */
  readonly dataAddress: string;
}

export interface Owner {
  readonly tenant: Tenant;
  readonly things: OwnedThings;
  /** A session of the tenant that may change nothing. */
  readonly reader: OpenedLink;
}

interface Listed {
  readonly data: readonly Readonly<Record<string, string>>[];
}

/** Makes a tenant that has one thing of each kind. */
export async function createOwner(system: SystemInUse, receiver: Receiver): Promise<Owner> {
  const tenant = await system.createTenant();
  const reader = await openLink(system, tenant.id, { environments: ['sandbox'], readOnly: true });
  // The reader's is ended by its id, and this one with all that are left.
  await openLink(system, tenant.id, { environments: ['sandbox'] });
  const stored = await storeThings(system, tenant, receiver);
  const things = {
    tenant: tenant.id,
    ...stored,
    apiKey: await firstOf(system.operator, `/v1/tenants/${tenant.id}/api-keys`),
    portalLink: await firstOf(system.operator, `/v1/tenants/${tenant.id}/portal-links`),
    session: (reader.session as { id: string }).id,
  };
  return { tenant, things, reader };
}

async function storeThings(system: SystemInUse, tenant: Tenant, receiver: Receiver) {
  const { api } = tenant;
  const secretName = 'vendor';
  const eventType = 'claim.paid';
  const { id: webhook } = await tenant.createWebhook({
    ...{ url: receiver.url, name: OWN_WORDS, events: ['workflow.completed'], format: 'thin' },
    // What a receiver leaves without an answer is under way for so long.
    timeoutMs: 60_000,
  });
  const dataspike = await api.post<{ id: string }>('/api/v3/organization/webhooks', {
    ...{ webhook_url: receiver.url, event_types: ['DOCVER'] },
  });
  await api.put(`/v1/secrets/${secretName}`, { value: OWN_WORDS });
  await api.put(`/v1/event-types/${eventType}`, { description: OWN_WORDS, schema: {} });
  const nobody = `http://127.0.0.1:${await findFreePort()}`;
  const unheard = await tenant.createWebhook({ url: nobody, events: [eventType], retry: 'none' });
  await tenant.createWebhook({ url: nobody, events: [eventType], retry: { delaysSeconds: [3_600] } });
  const { body: inspector } = await api.post<{ id: string }>('/v1/inspectors', {});
  const events = Array.from({ length: 2 }, () => workflowEvent(tenant.id, { subject: OWN_WORDS }));
  const claim = workflowEvent(tenant.id, { type: eventType, data: {} });
  await system.upstream.publish([...events, { ...workflowEvent(tenant.id), data: {} }, claim]);
  const [delivery] = await receiver.waitForCount(events.length);
  const { dataUrl } = JSON.parse(delivery?.body.toString() ?? '') as { dataUrl: string };
  const delivered = await firstOf(api, '/v1/invocations?status=delivered', { count: events.length });
  const replay = await api.post<{ id: string }>(`/v1/webhooks/${webhook}/replay`, {
    ...{ since: new Date(0).toISOString(), status: 'all' },
  });
  await eventually(async () => {
    const { body } = await api.get<{ endedAt?: string | null }>(`/v1/replays/${replay.body.id}`);
    if (typeof body.endedAt !== 'string') throw new Error('the replay goes on');
  });
  return {
    ...{ webhook, secretName, eventType, dataspikeWebhook: dataspike.body.id },
    ...{ invocation: delivered, waitingInvocation: await firstOf(api, '/v1/invocations?status=retrying') },
    event: await firstOf(api, '/v1/events', { id: 'uid' }),
    rejectedEvent: await firstOf(api, '/v1/rejected-events'),
    replay: replay.body.id,
    failureGroup: await firstOf(api, `/v1/failures?webhook=${unheard.id}`),
    inspector: inspector.id,
    dataAddress: dataUrl.split('/').at(-1) ?? '',
  };
}

/** The id of the first item of a list, as soon as it has so many. */
function firstOf(api: Tenant['api'], path: string, { id = 'id', count = 1 } = {}): Promise<string> {
  return eventually(async () => {
    const { data } = (await api.get<Listed>(path)).body;
    const found = data[0]?.[id];
    if (found === undefined || data.length < count)
      throw new Error(`${path} lists ${data.length}, not ${count}`);
    return found;
  });
}
