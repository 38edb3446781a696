import { serviceNames } from '@casewire/config';
import { hostileTenants, type HostileTenantName } from '@casewire/testing/generators';
import { namesOf } from './streams.ts';

/**
 * Faults of one lane come one after the other; lanes run side by side. So a service can die while the broker is away, a
 * receiver does not answer and a customer pauses its webhook, but a fault never meets another one of the same process.
 */
export const lanes = ['services', 'servers', 'neighbours', 'customers', 'outages'] as const;

export type Lane = (typeof lanes)[number];

/** What receivers of the troubled tenant do to the requests that come while it lasts. */
const troubles = ['hang', 'drip', 'reset', 'short body', 'huge body', 'redirect'] as const;

export type Trouble = (typeof troubles)[number];

/** How the receiver of a managed tenant is away. Each of these opens the breaker of its webhook. */
const outages = ['overloaded', 'half overloaded', 'asks to wait', 'unreachable', 'silent'] as const;

export type Outage = (typeof outages)[number];

export interface FaultKind {
  readonly lane: Lane;
  /** Of whom; the empty text if the kind says it. */
  readonly targets: readonly string[];
  /** Shortest and longest, before it is mended. */
  readonly lastsMs: readonly [number, number];
  /**
   * Whether deliveries may be repeated. Those do it that stop somebody between the work on a record and the commit of its
   * offset. The gateway and subscriptions read no topics, and whatever tenants and receivers do is no reason.
   */
  repeats(target: string): boolean;
}

const always = () => true;
const never = () => false;
const readsTopics = (service: string): boolean => service !== 'gateway' && service !== 'subscriptions';

const managed = namesOf('managed');

/** Every kind of fault by name. */
export const faultKinds = {
  // The session of a member lasts 7 s: stops are shorter and longer than that.
  kill: { lane: 'services', targets: serviceNames, lastsMs: [0, 4_000], repeats: readsTopics },
  stop: { lane: 'services', targets: serviceNames, lastsMs: [500, 11_000], repeats: readsTopics },
  'kill broker': { lane: 'servers', targets: [''], lastsMs: [0, 4_000], repeats: always },
  'restart broker': { lane: 'servers', targets: [''], lastsMs: [0, 4_000], repeats: always },
  'stop broker': { lane: 'servers', targets: [''], lastsMs: [500, 12_000], repeats: always },
  'kill database': { lane: 'servers', targets: [''], lastsMs: [0, 9_000], repeats: always },
  'restart database': { lane: 'servers', targets: [''], lastsMs: [0, 9_000], repeats: always },
  'terminate connections': { lane: 'servers', targets: [''], lastsMs: [0, 0], repeats: always },
  // Long enough that a breaker opens.
  ...kindsOf('neighbours', troubles, [''], [4_000, 12_000]),
  ...kindsOf('neighbours', Object.keys(hostileTenants) as HostileTenantName[], [''], [4_000, 12_000]),
  // Longer than `SETTLED_MS`: only what arrives after that is judged.
  ...kindsOf('customers', ['pause', 'pause twice', 'rate limit'], managed, [15_000, 22_000]),
  ...kindsOf('customers', ['concurrency limit'], managed, [3_000, 10_000]),
  ...kindsOf('customers', ['replay all', 'replay all with new ids'], managed, [2_000, 4_000]),
  ...kindsOf('customers', ['paused replay', 'cancelled replay'], managed, [500, 4_000]),
  ...kindsOf('customers', ['replay failed'], namesOf('troubled'), [2_000, 4_000]),
  // Of all webhooks at once. It must find nothing that is merely on its way.
  ...kindsOf('customers', ['replay missing'], [''], [2_000, 8_000]),
  ...kindsOf('outages', [...outages, 'cancelled probes'], managed, [10_000, 24_000]),
} as const satisfies Record<string, FaultKind>;

export type FaultKindName = keyof typeof faultKinds;

export const faultKindNames = Object.keys(faultKinds) as readonly FaultKindName[];

export function kindNamed(name: FaultKindName): FaultKind {
  return faultKinds[name];
}

/** Kinds of one lane that repeat no deliveries. */
function kindsOf<const Name extends string>(
  lane: Lane,
  names: readonly Name[],
  targets: readonly string[],
  lastsMs: FaultKind['lastsMs'],
): Record<Name, FaultKind> {
  const kind: FaultKind = { lane, targets, lastsMs, repeats: never };
  return Object.fromEntries(names.map((name) => [name, kind])) as Record<Name, FaultKind>;
}
