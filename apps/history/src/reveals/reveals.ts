import { recordChange } from '@casewire/audit';
import type { Pool } from '@casewire/database';
import type { Environment } from '@casewire/events';
import { findEvent, findRejectedEvent } from '@casewire/event-store';
import { requireView, tenantScope, visibleScope, type Identity } from '@casewire/identity';
import { findRequest } from '@casewire/inspector-store';
import { findAttempt, findInvocation, findPayload } from '@casewire/invocation-ledger';
import { Problem } from '@casewire/rest';
import type { Revealed, RevealRequest } from './reveal-schema.ts';

/** Something that was found, and what the audit says of its being shown. */
interface Found {
  /** Kind and id, as in the audit. */
  readonly resource: string;
  readonly shown: Revealed;
  /** Whom it belongs to. Default: whom the request acts for. */
  readonly owner?: { readonly tenantId: string | null; readonly environment: Environment | null };
}

/** Shows what sessions see hidden, whichever service keeps it: all of them keep it in one database. */
export class Reveals {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /**
   * Stores the entry of the audit, and answers after that.
   * @throws Problem not-found, tenant-required, forbidden; whatever keeps the entry from being stored
   */
  async reveal(identity: Identity, wanted: RevealRequest): Promise<Revealed> {
    const found = await this.#find(identity, wanted);
    if (found === undefined)
      throw new Problem('not-found', { detail: `there is no such ${wanted.kind.replace('-', ' ')}` });
    const { resource, shown, owner } = found;
    const change = { action: 'payload.revealed', resource, ...(owner && { owner }) } as const;
    await recordChange(this.#pool, identity, change);
    return shown;
  }

  #find(identity: Identity, wanted: RevealRequest): Promise<Found | undefined> {
    switch (wanted.kind) {
      case 'event':
        return this.#event(identity, wanted.id);
      case 'rejected-event':
        return this.#rejectedEvent(identity, wanted.id);
      case 'invocation':
        return this.#invocation(identity, wanted.id);
      case 'attempt':
        return this.#attempt(identity, wanted.id, wanted.attempt);
      case 'inspector-request':
        return this.#inspectorRequest(identity, wanted.id);
    }
  }

  async #event(identity: Identity, uid: string): Promise<Found | undefined> {
    const event = await findEvent(this.#pool, tenantScope(identity), uid);
    return event && { resource: `events/${uid}`, shown: { bodyBase64: event.data.toString('base64') } };
  }

  /** The operator who names no tenant finds those of all tenants and of none. @throws Problem forbidden */
  async #rejectedEvent(identity: Identity, id: string): Promise<Found | undefined> {
    const rejected = await findRejectedEvent(this.#pool, visibleScope(identity), id);
    if (rejected === undefined) return undefined;
    const { tenantId = null, environment = null, value, headers, isListedForTenant } = rejected;
    if (tenantId !== null && isListedForTenant) requireView(identity, tenantId);
    return {
      resource: `rejected-events/${id}`,
      shown: { bodyBase64: value.toString('base64'), headers: listed(headers) },
      owner: { tenantId, environment },
    };
  }

  async #invocation(identity: Identity, id: string): Promise<Found | undefined> {
    if ((await findInvocation(this.#pool, tenantScope(identity), id)) === undefined) return undefined;
    const { body } = await findPayload(this.#pool, id);
    return { resource: `invocations/${id}`, shown: { bodyBase64: body?.toString('base64') ?? null } };
  }

  async #attempt(identity: Identity, invocationId: string, id: string): Promise<Found | undefined> {
    if ((await findInvocation(this.#pool, tenantScope(identity), invocationId)) === undefined)
      return undefined;
    const attempt = await findAttempt(this.#pool, invocationId, id);
    if (attempt === undefined) return undefined;
    const { request, responseHeaders = {}, responseBody } = attempt;
    return {
      resource: `invocations/${invocationId}/attempts/${id}`,
      shown: {
        bodyBase64: responseBody === undefined ? null : Buffer.from(responseBody).toString('base64'),
        url: request.url,
        headers: listed(request.headers),
        answerHeaders: listed(responseHeaders),
      },
    };
  }

  /** There are inspectors in the sandbox only. */
  async #inspectorRequest(identity: Identity, id: string): Promise<Found | undefined> {
    const { tenantId, environment } = tenantScope(identity);
    if (environment !== 'sandbox') return undefined;
    const request = await findRequest(this.#pool, tenantId, id);
    if (request === undefined) return undefined;
    return {
      resource: `inspector-requests/${id}`,
      shown: {
        bodyBase64: request.body.toString('base64'),
        url: request.target,
        headers: request.headers.map(([name, value]) => ({ name, value })),
      },
    };
  }
}

function listed(headers: Readonly<Record<string, string>>): { name: string; value: string }[] {
  return Object.entries(headers).map(([name, value]) => ({ name, value }));
}
