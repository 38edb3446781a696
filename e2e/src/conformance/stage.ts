import { randomUUID } from 'node:crypto';
import { kafkaBrokers, startReceiver, type ReceivedRequest, type Receiver } from '@casewire/testing';
import { startScenario, type Scenario, type Tenant } from '../support/scenario.ts';
import { connectUpstream, type Upstream } from '../support/upstream.ts';

/** What upstream publishes, without the attributes that every event has. */
export interface EventDraft {
  readonly type: string;
  readonly data: unknown;
  readonly [attribute: string]: unknown;
}

/** A running system with an upstream in front of it and, for each use, a receiver behind it. */
export interface Stage {
  readonly scenario: Scenario;
  readonly upstream: Upstream;
  createTenant(settings?: object): Promise<Tenant>;
  /** Publishes events of a tenant to Kafka, in this order; ids are fresh. */
  publish(tenant: Tenant, ...events: readonly EventDraft[]): Promise<void>;
  /** Runs `work` with a receiver that is closed afterwards. */
  withReceiver<T>(work: (receiver: Receiver) => Promise<T>): Promise<T>;
  end(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const scenario = await startScenario();
  const upstream = await connectUpstream(kafkaBrokers(), scenario.topicPrefix);
  return {
    scenario,
    upstream,
    createTenant: (settings) => scenario.createTenant(settings),
    publish: (tenant, ...events) => upstream.publish(events.map((event) => toCloudEvent(tenant, event))),
    withReceiver: async (work) => {
      const receiver = await startReceiver();
      try {
        return await work(receiver);
      } finally {
        await receiver.close();
      }
    },
    end: async () => {
      await upstream.close();
      await scenario.end();
    },
  };
}

/** A structured CloudEvent with a fresh id. */
function toCloudEvent(tenant: Pick<Tenant, 'id'>, event: EventDraft): Record<string, unknown> {
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: '/conformance',
    time: '2024-10-24T11:42:25.000Z',
    tenantid: tenant.id,
    environment: 'sandbox',
    ...event,
  };
}

/** What a tenant's only webhook receives of one event, first attempt. */
export function receiveOne(
  stage: Stage,
  options: {
    readonly event: EventDraft;
    readonly webhook?: object;
    readonly settings?: object;
    readonly tenant?: Tenant;
  },
): Promise<ReceivedRequest> {
  return stage.withReceiver(async (receiver) => {
    const tenant = options.tenant ?? (await stage.createTenant(options.settings));
    await tenant.createWebhook({ url: receiver.url, ...options.webhook });
    await stage.publish(tenant, options.event);
    const [request] = await receiver.waitForCount(1);
    if (request === undefined) throw new Error('nothing was received');
    return request;
  });
}

export function jsonOf(request: ReceivedRequest | undefined): Record<string, unknown> {
  return JSON.parse(request?.body.toString() ?? '') as Record<string, unknown>;
}

/** A header as it stood on the wire: its name's spelling too. */
export function rawHeader(request: ReceivedRequest, name: string): string | undefined {
  const at = request.rawHeaders.findIndex((header, index) => index % 2 === 0 && header === name);
  return at === -1 ? undefined : request.rawHeaders[at + 1];
}
