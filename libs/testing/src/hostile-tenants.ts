import { connect } from 'node:net';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { oddRecord, type OddRecord } from './odd-events.ts';
import type { Tenant } from './system/tenant.ts';

/** What a hostile tenant's events are like. Default: a finished workflow. */
export interface HostileEvent {
  readonly tenantid: string;
  readonly type?: string;
  readonly data?: object;
  /** Makes the event larger. */
  readonly padding?: string;
}

/** The system that a hostile tenant is let loose on. */
export interface HostileGround {
  /** The gateway. */
  readonly url: string;
  /** Makes a tenant with a sandbox key. */
  createTenant(): Promise<Tenant>;
  /** A receiver on loopback: it never answers below `/dead`, and answers 2xx at once below `/other`. */
  readonly receiverUrl: string;
  /** Events of the burst; each has ten deliveries. */
  readonly burstEvents: number;
  /** Publishes so many events over Kafka at once. */
  publish(count: number, event: HostileEvent): Promise<void>;
  /** Publishes records over Kafka as they are. */
  publishRecords(records: readonly OddRecord[]): Promise<void>;
}

/** Does its worst until it is told to end, and says what became of it. */
export type Hostility = (ground: HostileGround, signal: AbortSignal) => Promise<string>;

const BURST_WEBHOOKS = 10;
const UPLOADS = 300;

/** A pattern that backtracks, in as many variants as there are numbers. */
const expensivePatterns = Array.from({ length: 11 }, (_, index) => ({
  pattern: `^(a|b)*a(a|b){${890 + index}}[bd]$`,
}));
const expensiveSchema = { properties: { s: { anyOf: [...expensivePatterns, { type: 'string' }] } } };

const schemaBomb = {
  $defs: { a: { anyOf: [...Array.from({ length: 1_000 }, () => ({ not: {} })), {}] } },
  allOf: Array.from({ length: 100 }, () => ({ $ref: '#/$defs/a' })),
};

/** The hostile tenants by name. */
export const hostileTenants = {
  'expensive schema': async (ground, signal) => {
    const tenant = await ground.createTenant();
    const saved = await tenant.api.put('/v1/event-types/own.expensive', {
      schema: expensiveSchema,
      description: '',
    });
    if (saved.status >= 400) return `refused: ${saved.status}`;
    const data = { s: 'a'.repeat(1_000) };
    while (!signal.aborted) {
      await ground.publish(6, { tenantid: tenant.id, type: 'own.expensive', data });
      await delay(1_000);
    }
    return 'published';
  },
  'schema bomb': async (ground, signal) => {
    const tenant = await ground.createTenant();
    const statuses = new Set<number>();
    while (!signal.aborted) {
      const answer = await tenant.api.put('/v1/event-types/own.bomb', {
        schema: schemaBomb,
        description: '',
      });
      statuses.add(answer.status);
      await delay(1_000);
    }
    return `answered: ${[...statuses].join(', ')}`;
  },
  'tarpit with settings': tarpit({ maxConcurrency: 1_000, timeoutMs: 60_000 }),
  'tarpit without settings': tarpit({}),
  burst: async (ground) => {
    const tenant = await ground.createTenant();
    for (let made = 0; made < BURST_WEBHOOKS; made++)
      await tenant.createWebhook({ url: `${ground.receiverUrl}/other` });
    for (let left = ground.burstEvents; left > 0; left -= 500)
      await ground.publish(Math.min(500, left), { tenantid: tenant.id });
    return `${BURST_WEBHOOKS * ground.burstEvents} deliveries`;
  },
  'large bodies to a dead receiver': async (ground) => {
    const tenant = await ground.createTenant();
    for (let made = 0; made < 16; made++)
      await tenant.createWebhook({ url: `${ground.receiverUrl}/dead`, timeoutMs: 60_000 });
    for (let sent = 0; sent < 2; sent++)
      await ground.publish(1, { tenantid: tenant.id, padding: 'x'.repeat(4_000_000) });
    return '32 deliveries of 4 MB';
  },
  'slow uploads': async (ground, signal) => {
    const tenant = await ground.createTenant();
    const { hostname, port } = new URL(ground.url);
    const sockets = Array.from({ length: UPLOADS }, () => {
      const socket = connect(Number(port), hostname);
      socket.on('error', () => undefined);
      socket.write(
        `POST /v1/webhooks HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${tenant.key}\r\n` +
          'Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{',
      );
      return socket;
    });
    if (!signal.aborted) await once(signal, 'abort');
    const closed = sockets.filter((socket) => socket.destroyed || socket.readableEnded).length;
    for (const socket of sockets) socket.destroy();
    return `${closed} of ${UPLOADS} were closed`;
  },
  'odd text': async (ground, signal) => {
    const tenant = await ground.createTenant();
    await tenant.createWebhook({ url: `${ground.receiverUrl}/other` });
    let sent = 0;
    for (; !signal.aborted; sent += ODD_RECORDS) {
      await ground.publishRecords(oddRecords(tenant.id, sent));
      await delay(1_000);
    }
    return `${sent} records`;
  },
} satisfies Record<string, Hostility>;

export type HostileTenantName = keyof typeof hostileTenants;

/** Many deliveries to receivers that never answer. */
function tarpit(settings: object): Hostility {
  return async (ground) => {
    const tenant = await ground.createTenant();
    for (let made = 0; made < 2; made++)
      await tenant.createWebhook({ url: `${ground.receiverUrl}/dead`, ...settings });
    await ground.publish(1_000, { tenantid: tenant.id });
    return '2,000 deliveries';
  };
}

const ODD_RECORDS = 20;

/** @param seed of the odd text: the same seed makes the same text */
function oddRecords(tenantid: string, seed: number): OddRecord[] {
  const attributes = {
    specversion: '1.0',
    source: '/odd',
    type: 'workflow.completed',
    tenantid,
    environment: 'sandbox',
  };
  const records = fc
    .string({ minLength: 8 })
    .chain((id) =>
      oddRecord({ attributes: { ...attributes, id }, data: { workflowRuntimeId: 'odd', context: {} } }),
    );
  return fc.sample(records, { seed, numRuns: ODD_RECORDS });
}
