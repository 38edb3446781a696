import type { Pool } from '@casewire/database';
import {
  invocationId,
  openDataAddress,
  uuidTimestampMs,
  type AddressedData,
  type DataUrlOf,
  type TenantScope,
} from '@casewire/events';
import { findEvent } from '@casewire/event-store';
import { requireScope, tenantScope, type Identity } from '@casewire/identity';
import { findInvocation } from '@casewire/invocation-ledger';
import { dataFor } from '@casewire/payloads';
import { page, Problem, type Page } from '@casewire/rest';
import { DataFetch, Webhook } from '@casewire/subscription-store';
import type { IncomingHttpHeaders } from 'node:http';
import { IsNull, type DataSource } from 'typeorm';
import { newId } from '../new-id.ts';
import { pageByKeyset } from '../paging/page-by-keyset.ts';
import type { UuidPageQuery } from '../paging/page-queries.ts';
import type { Verifications } from '../previews/verifications.ts';
import { findWebhook } from '../webhooks/stored-webhook.ts';

export interface DeliveredDataParts {
  readonly dataSource: DataSource;
  readonly pool: Pool;
  readonly verifications: Verifications;
  readonly internalKey: string;
  /** As deliveries have the addresses. */
  readonly dataUrlOf: DataUrlOf;
  /** How long an address is good after the event was accepted, or after the last attempt to deliver it, milliseconds. */
  readonly expiresAfterMs: number;
}

/** Hands out the data of events to the receivers of thin deliveries. */
export class DeliveredData {
  readonly #parts: DeliveredDataParts;

  constructor(parts: DeliveredDataParts) {
    this.#parts = parts;
  }

  /**
   * The part of the event's data that the webhook's receiver may have, by the webhook's settings of now. Whoever fetches it
   * is written down first.
   * @param identity of an API key, or of nobody: a request without a key has to be signed
   * @param address the last part of the address
   * @throws Problem not-found, unauthorized, missing-scope, expired, invalid-state
   */
  async fetch(identity: Identity, address: string, headers: IncomingHttpHeaders): Promise<Buffer> {
    const addressed = openDataAddress(address, this.#parts.internalKey);
    const webhook = addressed && (await this.#findWebhook(addressed));
    if (addressed === undefined || webhook === undefined)
      throw new Problem('not-found', { detail: 'there is no such address' });
    const fetchedBy =
      identity.operator || identity.tenantId !== undefined
        ? requireKeyOf(webhook, identity)
        : await this.#requireSignature(webhook, this.#parts.dataUrlOf(addressed), headers);
    await this.#requireUnexpired(addressed, webhook);
    const event = await findEvent(this.#parts.pool, webhook, addressed.eventUid);
    if (event === undefined) throw expired('the event is no longer kept');
    const data = dataFor(event, webhook.payload);
    if (data === undefined)
      throw new Problem('invalid-state', { detail: "the webhook's `payload` takes too many steps" });
    await this.#note(webhook, addressed, fetchedBy);
    return data;
  }

  /** Who has fetched data of a webhook's events. @throws Problem not-found, cursor-unknown */
  async list(scope: TenantScope, webhookId: string, request: UuidPageQuery): Promise<Page<DataFetch>> {
    const { manager } = this.#parts.dataSource;
    await findWebhook(manager, scope, webhookId);
    const query = manager.createQueryBuilder(DataFetch, 'fetch').where({ webhookId });
    const { data, hasNext } = await pageByKeyset(query, { id: 'id' }, request);
    return page(data, hasNext);
  }

  /** The seal of the address has proved that the webhook belongs to the event. */
  async #findWebhook({ webhookId }: AddressedData): Promise<Webhook | undefined> {
    const where = { id: webhookId, deletedAt: IsNull() };
    return (await this.#parts.dataSource.manager.findOne(Webhook, { where })) ?? undefined;
  }

  /** A receiver signs the address in place of the body of a delivery. */
  async #requireSignature(webhook: Webhook, url: string, headers: IncomingHttpHeaders): Promise<string> {
    const given = Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    );
    const signed = { headers: Object.fromEntries(given), body: url };
    const failure = await this.#parts.verifications.check(webhook, webhook.id, signed);
    if (failure === null) return SIGNATURE;
    const detail = `send an API key, or sign the whole address as deliveries to this webhook are signed, in place of their body: ${failure}`;
    throw new Problem('unauthorized', { detail, extra: { reason: failure } });
  }

  /** An address is good for as long as the delivery may still arrive, and some time behind that. */
  async #requireUnexpired({ webhookId, eventUid }: AddressedData, scope: TenantScope): Promise<void> {
    const { pool, expiresAfterMs } = this.#parts;
    const acceptedAt = uuidTimestampMs(eventUid);
    const earliest = Date.now() - expiresAfterMs;
    if (acceptedAt > earliest) return;
    const id = invocationId({ uid: eventUid, acceptedAt }, webhookId);
    const invocation = await findInvocation(pool, scope, id);
    if (invocation === undefined) throw expired('its time is over');
    if (invocation.releaseState !== null || (invocation.lastAttemptAt ?? 0) > earliest) return;
    throw expired('its time is over');
  }

  async #note(
    { id: webhookId, tenantId, environment }: Webhook,
    { eventUid }: AddressedData,
    fetchedBy: string,
  ): Promise<void> {
    const fetchedAt = new Date();
    const row: DataFetch = {
      id: newId(fetchedAt),
      tenantId,
      environment,
      webhookId,
      eventUid,
      fetchedAt,
      fetchedBy,
    };
    await this.#parts.dataSource.manager.insert(DataFetch, row);
  }
}

/** Stands in the audit for a receiver that has signed with the webhook's secret. */
const SIGNATURE = 'signature';

/** @returns the actor, for the audit */
function requireKeyOf(webhook: TenantScope, identity: Identity): string {
  const { tenantId, environment } = tenantScope(identity);
  if (tenantId !== webhook.tenantId || environment !== webhook.environment)
    throw new Problem('not-found', { detail: 'there is no such address' });
  requireScope(identity, 'payloads', 'fetch what an event holds');
  return identity.actor;
}

function expired(why: string): Problem {
  return new Problem('expired', { detail: `the address has expired: ${why}` });
}
