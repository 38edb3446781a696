import type { Pool } from '@casewire/database';
import { eventUid, type AcceptedEvent, type DataUrlOf, type TenantScope } from '@casewire/events';
import { findClaims } from '@casewire/event-store';
import type { Reading } from '../admission/envelope.ts';
import type { EventJudge } from '../admission/event-judge.ts';
import type { Rejected, Rejection } from '../admission/rejection.ts';
import type { EventInspector, Explanation } from '../inspect-events/event-inspector.ts';
import { renderShown } from '../inspect-events/render-shown.ts';

/** Whether an event would be accepted, and which webhooks would get it. */
export type Validation =
  | { readonly accepted: true; readonly webhooks: readonly Explanation[] }
  | { readonly accepted: false; readonly rejection: Rejection };

export interface ValidatorParts {
  readonly pool: Pool;
  readonly judge: EventJudge;
  readonly inspector: EventInspector;
  readonly dataUrlOf: DataUrlOf;
}

/** Judges and matches an event without storing or producing anything. */
export class EventValidator {
  readonly #parts: ValidatorParts;

  constructor(parts: ValidatorParts) {
    this.#parts = parts;
  }

  async validate(reading: Reading, scope: TenantScope): Promise<Validation> {
    const judged = await this.judge(reading, scope);
    if ('kind' in judged) return { accepted: false, rejection: judged.rejection };
    const { inspector, dataUrlOf } = this.#parts;
    // What a caller has sent itself is no secret to it.
    const webhooks = await inspector.explain(judged, renderShown(dataUrlOf), true);
    return { accepted: true, webhooks };
  }

  /** The event as it would be accepted now, or is accepted already. */
  async judge(reading: Reading, scope: TenantScope): Promise<AcceptedEvent | Rejected> {
    const { pool, judge } = this.#parts;
    const receivedAt = Date.now();
    const [verdict] = await judge.judge([{ reading, defaults: { ...scope, receivedAt } }], scope);
    if (verdict === undefined) throw new Error('one event is judged once');
    if (verdict.kind === 'rejected') return verdict;
    const { attributes, data, identity } = verdict;
    const acceptedAt = (await findClaims(pool, [identity])).get(identity.toString('hex')) ?? receivedAt;
    return { uid: eventUid(identity, acceptedAt), acceptedAt, attributes, data };
  }
}
