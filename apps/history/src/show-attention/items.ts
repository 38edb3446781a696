import { uuidTimestampMs, type Environment } from '@casewire/events';
import type { RejectedCount } from '@casewire/event-store';
import type { BlockedSubjects, UnhandledFailures } from '@casewire/invocation-ledger';
import type { Trouble, TroubledWebhook } from '@casewire/subscription-store';

/** What can need a person, and how bad it is, in the order in which it is shown. */
export const kinds = {
  'receiver-gone': 'critical',
  'paused-after-failures': 'critical',
  'receiver-unavailable': 'critical',
  failing: 'warning',
  'subjects-blocked': 'warning',
  'invocations-failed': 'warning',
  'events-rejected': 'warning',
  'backlog-held': 'info',
} as const;

export type Kind = keyof typeof kinds;

/** The request that mends it. A GET shows what has to be corrected first. */
interface Action {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly path: string;
  readonly body: Readonly<Record<string, string>> | null;
}

/** Something that needs a person. */
export interface Item {
  /** See `idOf`. */
  readonly id: string;
  readonly kind: Kind;
  /** Milliseconds since the epoch; null where it is not known. */
  readonly since: number | null;
  /** The class of the last failure, or the code of a reason; null where there is none. */
  readonly reason: string | null;
  readonly subject: {
    /** Null of rejected events whose tenant is unknown. */
    readonly tenantId: string | null;
    readonly environment: Environment | null;
    readonly webhookId: string | null;
    readonly name: string | null;
    readonly host: string | null;
    /** Of the webhooks, subjects, invocations or events that it concerns. */
    readonly count: number;
  };
  readonly action: Action;
}

/**
 * Tells an item from the others of a list, and stays the same as long as it is about the same thing, whatever its reason, its
 * count and the request that mends it are by then.
 * @param thing what tells it from others of its kind: a webhook, a failure group, a reason or a host
 */
function idOf(
  kind: Kind,
  { tenantId, environment }: Pick<Item['subject'], 'tenantId' | 'environment'>,
  thing: string,
): string {
  return [kind, tenantId ?? '', environment ?? '', thing].map(encodeURIComponent).join('/');
}

const kindsOfTrouble: Readonly<Record<Trouble, Kind>> = {
  gone: 'receiver-gone',
  'paused-by-casewire': 'paused-after-failures',
  unavailable: 'receiver-unavailable',
  failing: 'failing',
  paused: 'backlog-held',
};

/** @returns undefined for a pause by its owner that nothing waits for */
export function itemOfWebhook(webhook: TroubledWebhook): Item | undefined {
  const { id, tenantId, environment, name, trouble, since, lastFailure, oldestHeld } = webhook;
  if (trouble === 'paused' && oldestHeld === null) return undefined;
  const heldSince = oldestHeld === null ? null : uuidTimestampMs(oldestHeld);
  const kind = kindsOfTrouble[trouble];
  return {
    id: idOf(kind, webhook, id),
    kind,
    since: since?.getTime() ?? heldSince,
    reason: trouble === 'paused' ? null : lastFailure,
    subject: { tenantId, environment, webhookId: id, name, host: hostOf(webhook.url), count: 1 },
    action: actionFor(webhook),
  };
}

function actionFor({ id, trouble, oldestHeld }: TroubledWebhook): Action {
  const path = `/v1/webhooks/${id}`;
  switch (trouble) {
    case 'gone':
      return { method: 'PATCH', path, body: { status: 'active' } };
    case 'paused-by-casewire':
    case 'paused':
      return { method: 'POST', path: `${path}/resume`, body: { backlog: 'send' } };
    case 'unavailable':
      // A retry by hand of what an open breaker holds goes out as its next probe.
      return oldestHeld === null ? shows(`${path}/health`) : retryOf(oldestHeld);
    case 'failing':
      return shows(`/v1/invocations?webhook=${id}&status=failed`);
  }
}

export function itemOfBlocked(blocked: BlockedSubjects): Item {
  const { tenantId, environment, webhookId, count, oldestId } = blocked;
  return {
    id: idOf('subjects-blocked', blocked, webhookId),
    kind: 'subjects-blocked',
    since: uuidTimestampMs(oldestId),
    reason: null,
    subject: { tenantId, environment, webhookId, name: null, host: null, count },
    action: retryOf(oldestId),
  };
}

/** What has no body cannot be sent again. The group can still be ignored until something else of it fails. */
export function itemOfFailures(failures: UnhandledFailures): Item {
  const { id, tenantId, environment, webhookId, name, url, count, since, isSendable } = failures;
  const path = `/v1/failures/${id}`;
  return {
    id: idOf('invocations-failed', failures, id),
    kind: 'invocations-failed',
    since: since.getTime(),
    reason: failures.class,
    subject: { tenantId, environment, webhookId, name, host: hostOf(url), count },
    action: isSendable
      ? { method: 'POST', path: `${path}/retry`, body: null }
      : { method: 'POST', path: `${path}/ignore`, body: {} },
  };
}

export function itemOfRejected(rejected: RejectedCount): Item {
  const { tenantId, environment, reason, count, oldestId, newestId } = rejected;
  return {
    id: idOf('events-rejected', rejected, reason),
    kind: 'events-rejected',
    since: uuidTimestampMs(oldestId),
    reason,
    subject: { tenantId, environment, webhookId: null, name: null, host: null, count },
    action: shows(`/v1/rejected-events/${newestId}`),
  };
}

/** The worst first, then those that have lasted longest. */
export function inOrder(items: readonly Item[]): Item[] {
  const order = Object.keys(kinds);
  return items.toSorted(
    (a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || (a.since ?? Infinity) - (b.since ?? Infinity),
  );
}

/**
 * Makes one item of those that concern the same receiver of a tenant in the same way. It has the webhook, the reason and
 * the action of the first.
 */
export function byHost(items: readonly Item[]): Item[] {
  const idByHost = ({ id, kind, subject }: Item) =>
    subject.host === null ? id : idOf(kind, subject, subject.host);
  return [...Map.groupBy(items, idByHost)].flatMap(([id, [first, ...others]]) => {
    if (first === undefined) return [];
    const count = others.reduce((sum, { subject }) => sum + subject.count, first.subject.count);
    return [{ ...first, id, subject: { ...first.subject, count } }];
  });
}

function shows(path: string): Action {
  return { method: 'GET', path, body: null };
}

function retryOf(invocationId: string): Action {
  return { method: 'POST', path: `/v1/invocations/${invocationId}/retry`, body: null };
}

/** Without what else may be in a URL, which may be secret. */
function hostOf(url: string): string | null {
  return URL.parse(url)?.host ?? null;
}
