import type { Pool } from '@casewire/database';
import {
  openDataAddress,
  uuidTimestampMs,
  type AddressedData,
  type DataUrlOf,
  type TenantScope,
} from '@casewire/events';
import { findEvent } from '@casewire/event-store';
import { requireScope, sightOf, tenantScope, type Identity } from '@casewire/identity';
import { findSendsOfEvent } from '@casewire/invocation-ledger';
import { dataFor } from '@casewire/payloads';
import { page, Problem, type Page } from '@casewire/rest';
import { DataFetch, Webhook } from '@casewire/subscription-store';
import type { IncomingHttpHeaders } from 'node:http';
import { IsNull, type DataSource } from 'typeorm';
import { newId } from '../new-id.ts';
import { pageByKeyset } from '../paging/page-by-keyset.ts';
import type { UuidPageQuery } from '../paging/page-queries.ts';
import type { Verifications } from '../previews/verifications.ts';

/** Stands in the audit for a receiver that has signed with the webhook's secret. */
const SIGNATURE = 'signature';

export interface DeliveredDataParts {
  readonly dataSource: DataSource;
  readonly pool: Pool;
  readonly verifications: Verifications;
  readonly internalKey: string;
  /** As deliveries have the addresses. */
  readonly dataUrlOf: DataUrlOf;
  /** How long an address is good after the event was accepted, and after the last attempt to deliver it, milliseconds. */
  readonly expiresAfterMs: number;
}

/** Hands out the data of events to the receivers of thin deliveries. */
export class DeliveredData {
  readonly #parts: DeliveredDataParts;

  constructor(parts: DeliveredDataParts) {
    this.#parts = parts;
  }

  /**
   * The part of the event's data that the webhook's receiver may have, by the webhook's settings of now. A note of the
   * fetch is stored before the data leaves.
   * @param identity of an API key, or of nobody: a request without a key has to be signed
   * @param address the last part of the address
   * @throws Problem not-found, unauthorized, missing-scope, forbidden to sessions, expired, invalid-state
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
    await this.#requireUnexpired(addressed);
    const event = await findEvent(this.#parts.pool, webhook, addressed.eventUid);
    if (event === undefined) throw expired('not-kept', 'the event is no longer kept, or was a test');
    const data = dataFor(event, webhook.payload);
    if (data === undefined)
      throw new Problem('invalid-state', { detail: "the webhook's `payload` takes too many steps" });
    await this.#note(webhook, addressed, fetchedBy);
    return data;
  }

  /** Who has fetched data of a webhook's events, also of a deleted webhook. @throws Problem not-found, cursor-unknown */
  async list(
    { tenantId, environment }: TenantScope,
    webhookId: string,
    request: UuidPageQuery,
  ): Promise<Page<DataFetch>> {
    const { manager } = this.#parts.dataSource;
    if (!(await manager.existsBy(Webhook, { id: webhookId, tenantId, environment })))
      throw new Problem('not-found', { detail: 'there is no such webhook' });
    const query = manager.createQueryBuilder(DataFetch, 'noted').where({ webhookId });
    const { data, hasNext } = await pageByKeyset(query, { id: 'id' }, request);
    return page(data, hasNext);
  }

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

  /** An address is good while a delivery that has it may follow, and some time after the last one. */
  async #requireUnexpired(addressed: AddressedData): Promise<void> {
    const { pool, expiresAfterMs } = this.#parts;
    const earliest = Date.now() - expiresAfterMs;
    if (uuidTimestampMs(addressed.eventUid) > earliest) return;
    const { mayFollow, lastAttemptAt } = await findSendsOfEvent(pool, addressed);
    if (mayFollow || (lastAttemptAt ?? 0) > earliest) return;
    const seconds = expiresAfterMs / 1_000;
    const why = `it is good for ${seconds} s after the last delivery; to have it again, retry the invocation`;
    throw expired('time-over', why);
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

/** @returns the actor, for the audit */
function requireKeyOf(webhook: TenantScope, identity: Identity): string {
  const { tenantId, environment } = tenantScope(identity);
  if (tenantId !== webhook.tenantId || environment !== webhook.environment)
    throw new Problem('not-found', { detail: 'there is no such address' });
  requireScope(identity, 'payloads', 'fetch what an event holds');
  if (sightOf(identity) !== 'all')
    throw new Problem('forbidden', {
      detail:
        'addresses of data are for receivers; a session reads GET /v1/events/{uid}, and POST /v1/reveals',
    });
  return identity.actor;
}

function expired(reason: 'time-over' | 'not-kept', why: string): Problem {
  return new Problem('expired', { detail: `the address has expired: ${why}`, extra: { reason } });
}
