import { eventually, type ReceivedRequest, type Receiver, type Tenant } from '@casewire/testing';
import { workflowData, workflowEvent } from './events.ts';
import { createOwner, type OwnedThings } from './owned-things.ts';
import type { SystemInUse } from './open-system.ts';
import { PASSPORT } from './passport.ts';

const OWN_TYPE = 'claim.paid';

/** Ways in which webhooks send the data of a claim, and the last one that of a run. */
const ways = {
  whole: { format: 'standard' },
  binary: { format: 'cloudevents-binary' },
  transformed: { request: { transform: [{ transformer: 'jmespath', mapping: '{moved: person.passport}' }] } },
  asQuery: { method: 'GET' },
  filled: { headers: { 'X-Person': '{person.passport}' } },
  moved: { events: ['workflow.completed'], options: { ballerine: { withChildWorkflows: true } } },
} as const;

/** Filters that yield the number, so that explanations would show it. */
const filters = {
  [OWN_TYPE]: 'data.person.passport',
  'workflow.completed': 'data.context.[passport]',
};

/** A tenant in whose things the number of a passport stands wherever something sensitive can. */
export interface PlantedTenant {
  readonly tenant: Tenant;
  readonly things: OwnedThings;
  /** One for each way of sending. */
  readonly invocations: readonly string[];
  readonly events: readonly string[];
  /** The last part of the address of the data of an event that has the number. */
  readonly dataAddress: string;
}

/** @param receiver of this tenant alone: it repeats the number in its answers */
export async function createPlantedTenant(system: SystemInUse, receiver: Receiver): Promise<PlantedTenant> {
  receiver.respond(() => ({ headers: { 'x-person': PASSPORT }, body: `unknown: ${PASSPORT}` }));
  const { tenant, things } = await createOwner(system, receiver);
  const webhooks = await registerWebhooks(tenant, receiver, things.inspector);
  const { claim, applicant, run } = eventsOf(tenant.id);
  await system.upstream.publish([claim, applicant, run]);
  await system.upstream.publishRaw(JSON.stringify({ ...workflowEvent(tenant.id), data: { no: PASSPORT } }), {
    ...{ 'content-type': 'application/cloudevents+json', 'x-person': PASSPORT },
  });
  const [rejected] = await untilCount(tenant, '/v1/rejected-events', 2);
  await untilCount(tenant, `/v1/inspectors/${things.inspector}/requests`, 1);
  await untilCount(tenant, '/v1/invocations?eventType=APPLICANT', 1);
  const events = [claim, applicant, run].map(({ type }) => `/v1/events?type=${String(type)}`);
  const invocations = webhooks.map((id) => `/v1/invocations?status=delivered&webhook=${id}`);
  return {
    ...{ tenant, things: { ...things, rejectedEvent: rejected?.['id'] ?? '' } },
    events: await Promise.all(events.map((path) => newest(tenant, path, 'uid'))),
    invocations: await Promise.all(invocations.map((path) => newest(tenant, path, 'id'))),
    dataAddress: await dataAddressOf(receiver, run),
  };
}

/** @returns the webhooks of the ways, in their order */
async function registerWebhooks(tenant: Tenant, { url }: Receiver, inspectorId: string) {
  const { api } = tenant;
  await api.put(`/v1/event-types/${OWN_TYPE}`, { schema: {}, sensitive: ['/person/passport'] });
  const inspector = await api.get<{ url: string }>(`/v1/inspectors/${inspectorId}`);
  await tenant.createWebhook({ url: inspector.body.url, events: [OWN_TYPE], format: 'standard' });
  await api.post('/api/v3/organization/webhooks', { webhook_url: url, event_types: ['APPLICANT'] });
  for (const [type, filter] of Object.entries(filters))
    await tenant.createWebhook({ url, events: [type], filter });
  const ids: string[] = [];
  for (const [name, settings] of Object.entries(ways)) {
    const path = name === 'filled' ? '/{person.passport}?no={person.passport}' : '/hooks?no=1';
    ids.push((await tenant.createWebhook({ url: url + path, events: [OWN_TYPE], ...settings })).id);
  }
  return ids;
}

function eventsOf(tenantId: string) {
  const person = { passport: PASSPORT };
  return {
    claim: workflowEvent(tenantId, { type: OWN_TYPE, data: { person, amount: 1.5 } }),
    applicant: workflowEvent(tenantId, { type: 'APPLICANT', data: { applicant_id: 'a', ...person } }),
    run: workflowEvent(tenantId, {
      data: workflowData({
        ...{ assignee: { id: 'a', firstName: PASSPORT }, context: person },
        childWorkflowsRuntimeData: [PASSPORT],
      }),
    }),
  };
}

/** Of the thin delivery of an event. */
async function dataAddressOf(receiver: Receiver, event: Readonly<Record<string, unknown>>): Promise<string> {
  const isOfEvent = ({ body }: ReceivedRequest) => body.includes(`"eventId":"${String(event['id'])}"`);
  const requests = await receiver.waitFor((all) => all.some(isOfEvent));
  const { dataUrl } = JSON.parse(requests.find(isOfEvent)?.body.toString() ?? '') as { dataUrl: string };
  return dataUrl.split('/').at(-1) ?? '';
}

type Item = Readonly<Record<string, string>>;

async function newest(tenant: Tenant, path: string, id: string): Promise<string> {
  const [item] = await untilCount(tenant, path, 1);
  return item?.[id] ?? '';
}

/** The first page of a list, newest first, when it has so many. */
function untilCount({ api }: Tenant, path: string, count: number): Promise<readonly Item[]> {
  return eventually(async () => {
    const { data } = (await api.get<{ data: Item[] }>(path)).body;
    if (data.length < count) throw new Error(`${path} lists ${data.length}, not ${count}`);
    return data;
  });
}
