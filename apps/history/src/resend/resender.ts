import { randomBytes } from 'node:crypto';
import { changedMembers, recordChange } from '@casewire/audit';
import type { Pool } from '@casewire/database';
import { copyId, timeOrderedUuid, type TestSend } from '@casewire/events';
import type { Once } from '@casewire/idempotency';
import { requireScope, sightOf, tenantScope, type Identity, type InternalClient } from '@casewire/identity';
import { findInvocation, requestBeginning, type LedgerTransaction } from '@casewire/invocation-ledger';
import { maskWholeRequest } from '@casewire/masking';
import type { BeginningSettings } from '@casewire/payloads';
import { Problem } from '@casewire/rest';
import { findMaskingFacts } from '@casewire/subscription-store';
import { requestPreviewAnswerSchema } from '@casewire/webhook-settings';
import { toUpdate } from '../replay/missing-events.ts';
import { toInvocationView } from '../show-history/invocation-view.ts';
import type { ResendPreview } from './resend-schema.ts';
import { nothingToSend, renderAnew, type Sendable } from './render-anew.ts';

export interface ResenderParts {
  readonly pool: Pool;
  readonly beginning: BeginningSettings;
  /** Makes the request that is shown. */
  readonly delivery: Pick<InternalClient, 'post'>;
  /** Called when something became due now. */
  readonly onScheduled: () => void;
}

/** When a body was rendered that is rendered now: after every change. */
const BY_TODAYS_SETTINGS = Infinity;

/** Sends events of invocations anew: rendered by today's settings, under new ids. */
export class Resender {
  readonly #parts: ResenderParts;

  constructor(parts: ResenderParts) {
    this.#parts = parts;
  }

  /**
   * Begins an invocation that is sent now; one of an ordered webhook waits for its slot.
   * @returns the new invocation
   * @throws Problem not-found, event-expired, invalid-state
   */
  async send(once: Once<LedgerTransaction>, by: Identity, id: string) {
    const scope = tenantScope(by);
    const view = await once.inTransaction(async (transaction) => {
      const { client } = transaction;
      const begun = await this.#render(client, by, id);
      const newId = begun.delivery.invocationId;
      const changed = changedMembers(undefined, { resentAs: newId });
      await recordChange(client, by, { action: 'invocation.resent', resource: `invocations/${id}`, changed });
      await requestBeginning(transaction, toUpdate(begun));
      const invocation = await findInvocation(client, scope, newId);
      if (invocation === undefined) throw new Error('an invocation that has begun is visible');
      return toInvocationView(invocation);
    });
    this.#parts.onScheduled();
    return view;
  }

  /**
   * The request that would be sent. Nothing is sent or stored.
   * @throws Problem as `send`, missing-scope without `payloads`, unavailable while delivery is away
   */
  async preview(by: Identity, id: string): Promise<ResendPreview> {
    requireScope(by, 'payloads', 'show what would be sent');
    const { delivery, body } = await this.#render(this.#parts.pool, by, id);
    const asked: TestSend = { delivery, body: body.toString('base64') };
    const answer = await this.#parts.delivery.post('/internal/request-previews', by, JSON.stringify(asked));
    const shown = requestPreviewAnswerSchema.parse(JSON.parse(answer.body));
    if ('reason' in shown) throw nothingToSend(`by today's settings nothing can be sent: ${shown.reason}`);
    const { contentType, eventType, webhookId, placeholders } = delivery;
    if (sightOf(by) === 'all') return { contentType, ...shown };
    const facts = await findMaskingFacts(this.#parts.pool, tenantScope(by), [eventType], [webhookId]);
    const origin = facts.originOf(eventType, webhookId, BY_TODAYS_SETTINGS);
    return { contentType, ...maskWholeRequest(shown.request, origin, placeholders !== undefined) };
  }

  async #render(client: Pick<Pool, 'query'>, by: Identity, id: string): Promise<Sendable> {
    const scope = tenantScope(by);
    const original = await findInvocation(client, scope, id);
    if (original === undefined) throw new Problem('not-found', { detail: 'there is no such invocation' });
    if (original.releaseState === 'blocking') throw blocking();
    const newId = copyId(id, timeOrderedUuid(Date.now(), randomBytes(10)));
    const { beginning } = this.#parts;
    return renderAnew(client, scope, { original, id: newId, beginning, seesData: sightOf(by) === 'all' });
  }
}

/** Behind an invocation that blocks its subject, another one would wait until somebody mends that one. */
function blocking(): Problem {
  return new Problem('invalid-state', {
    detail:
      'it blocks its subject, so a new one would wait behind it: retry it, or cancel it and then send it anew',
    extra: { reason: 'blocking' },
  });
}
