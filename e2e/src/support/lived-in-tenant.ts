import { findFreePort } from '@casewire/embedded';
import { eventually, type Receiver, type Tenant } from '@casewire/testing';
import type { SystemInUse } from './open-system.ts';
import { workflowData, workflowEvent } from './events.ts';

/** Ids of one of each thing that a tenant has, for the addresses of its pages. */
export interface LivedInTenant {
  readonly tenant: Tenant;
  readonly webhook: string;
  readonly paused: string;
  readonly delivered: string;
  readonly failed: string;
  readonly failureGroup: string;
  readonly event: string;
  readonly rejected: string;
  readonly replay: string;
}

const CUSTOMERS = [
  'Alder Bank',
  'Birch Pay',
  'Cedar Lending',
  'Dogwood Trust',
  'Elm Exchange',
  'Fir Insurance',
];

/**
 * A tenant as people have it after a while: a webhook that works, one whose receiver is gone, one that is paused, one that
 * came late, events that were delivered, that failed and that were rejected, a replay, an inspector, a type of its own, and
 * secrets.
 * @param receiver answers what the webhook that works sends
 */
export async function createLivedInTenant(system: SystemInUse, receiver: Receiver): Promise<LivedInTenant> {
  const tenant = await system.createTenant();
  await system.operator.patch(`/v1/tenants/${tenant.id}`, { name: 'Harbour Onboarding' });
  const webhook = await tenant.createWebhook({ url: `${receiver.url}/casewire`, name: 'Customer portal' });
  const gone = await tenant.createWebhook({
    url: `http://127.0.0.1:${await findFreePort()}/risk/events`,
    name: 'Risk engine',
    retry: 'none',
  });
  const paused = await tenant.createWebhook({
    url: `${receiver.url}/archive`,
    name: 'Archive',
    status: 'paused',
  });

  const inspector = await tenant.api.post<{ url: string }>('/v1/inspectors', {});
  await tenant.createWebhook({ url: inspector.body.url, name: 'Inspector', events: ['workflow.completed'] });

  await keepSettings(tenant);

  const events = CUSTOMERS.map((name, index) =>
    workflowEvent(tenant.id, {
      subject: `case-${1_042 + index}`,
      data: workflowData({
        workflowRuntimeId: `run-${index}`,
        context: { customer: { name }, documents: [] },
      }),
    }),
  );
  await system.upstream.publish([...events, workflowEvent(tenant.id, { subject: 'case-1051', data: {} })]);

  const [delivered] = await untilListed(tenant, `/v1/invocations?status=delivered&webhook=${webhook.id}`, 6);
  const [failed] = await untilListed(tenant, `/v1/invocations?status=failed&webhook=${gone.id}`, 1);
  const [failureGroup] = await untilListed(tenant, `/v1/failures?webhook=${gone.id}`, 1);
  const [event] = await untilListed(tenant, '/v1/events?type=workflow.completed', 6);
  const [rejected] = await untilListed(tenant, '/v1/rejected-events', 1);
  // It came after the events, and listens to others; and what is sent anew differs by its data.
  await tenant.createWebhook({
    url: `${receiver.url}/states`,
    name: 'States',
    events: ['workflow.state.changed'],
  });
  await tenant.api.patch(`/v1/webhooks/${webhook.id}`, { payload: { omit: ['/context/documents'] } });
  const replay = await tenant.api.post<{ id: string }>(`/v1/webhooks/${webhook.id}/replay`, {
    since: new Date(Date.now() - 3_600_000).toISOString(),
    status: 'all',
  });
  return {
    tenant,
    webhook: webhook.id,
    paused: paused.id,
    delivered: delivered?.id ?? '',
    failed: failed?.id ?? '',
    failureGroup: failureGroup?.id ?? '',
    event: event?.uid ?? '',
    rejected: rejected?.id ?? '',
    replay: replay.body.id,
  };
}

/** A type of the tenant's own, secrets that webhooks name, and a signing secret that is being rotated. */
async function keepSettings({ api }: Tenant): Promise<void> {
  await api.put('/v1/event-types/claim.paid', {
    description: 'A claim was paid out.',
    schema: {
      type: 'object',
      properties: { claimId: { type: 'string' }, amount: { type: 'number' }, iban: { type: 'string' } },
      required: ['claimId', 'amount'],
    },
    example: { claimId: 'claim-17', amount: 1250.5, iban: 'DE02120300000000202051' },
    sensitive: ['/iban'],
  });
  for (const name of ['VENDOR_API_KEY', 'RISK_ENGINE_TOKEN']) {
    await api.put(`/v1/secrets/${name}`, { value: 'a value that nobody reads' });
  }
  await api.get('/v1/signing-secret');
  await api.post('/v1/signing-secret/rotate', {});
}

interface Listed {
  readonly id: string;
  readonly uid: string;
}

/** The first page of a list, when it holds so many. */
function untilListed({ api }: Tenant, path: string, count: number): Promise<readonly Listed[]> {
  return eventually(
    async () => {
      const { body } = await api.get<{ data: Listed[] }>(path);
      if (body.data.length < count) throw new Error(`${path} lists ${body.data.length}, not ${count}`);
      return body.data;
    },
    { intervalMs: 100 },
  );
}
