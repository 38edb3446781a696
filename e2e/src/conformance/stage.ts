import { startReceiver, type ReceivedRequest, type Tenant } from '@casewire/testing';
import { workflowEvent } from '../support/events.ts';
import type { SystemInUse } from '../support/open-system.ts';

/** What upstream publishes, without the attributes that every event has. */
export interface EventDraft {
  readonly type: string;
  readonly data: unknown;
  readonly [attribute: string]: unknown;
}

/** A running system, and what upstream publishes to it. */
export interface Stage<S extends SystemInUse = SystemInUse> {
  readonly system: S;
  createTenant(settings?: object): Promise<Tenant>;
  /** Publishes events of a tenant to Kafka, in this order; ids are fresh. */
  publish(tenant: Tenant, ...events: readonly EventDraft[]): Promise<void>;
}

/** For the tests of a file. */
export function stageOf<S extends SystemInUse>(system: S): Stage<S> {
  return {
    system,
    createTenant: (settings) => system.createTenant(settings),
    publish: (tenant, ...events) =>
      system.upstream.publish(
        events.map((event) => workflowEvent(tenant.id, { source: '/conformance', ...event })),
      ),
  };
}

/** What a tenant's only webhook receives of one event, first attempt. */
export async function receiveOne(
  stage: Stage,
  options: {
    readonly event: EventDraft;
    readonly webhook?: object;
    readonly settings?: object;
    readonly tenant?: Tenant;
  },
): Promise<ReceivedRequest> {
  const receiver = await startReceiver();
  try {
    const tenant = options.tenant ?? (await stage.createTenant(options.settings));
    await tenant.createWebhook({ url: receiver.url, ...options.webhook });
    await stage.publish(tenant, options.event);
    const [request] = await receiver.waitForCount(1);
    if (request === undefined) throw new Error('nothing was received');
    return request;
  } finally {
    await receiver.close();
  }
}

export function jsonOf(request: ReceivedRequest | undefined): Record<string, unknown> {
  return JSON.parse(request?.body.toString() ?? '') as Record<string, unknown>;
}

/** A header as it stood on the wire: its name's spelling too. */
export function rawHeader(request: ReceivedRequest, name: string): string | undefined {
  const at = request.rawHeaders.findIndex((header, index) => index % 2 === 0 && header === name);
  return at === -1 ? undefined : request.rawHeaders[at + 1];
}
