import type { Pool } from '@casewire/database';
import { eventUid, identityHash } from '@casewire/events';
import { findClaims } from '@casewire/event-store';
import type { TenantScope } from '@casewire/identity';
import type { Envelope } from '../admission/envelope.ts';
import type { Rejection } from '../admission/rejection.ts';
import type { EventInspector, Explanation } from '../inspect-events/event-inspector.ts';
import { renderShown } from '../inspect-events/render-shown.ts';
import { isAdmitted, type EventJudge } from '../publish-events/event-judge.ts';

/** What would become of an event. */
export type Validation =
  | { readonly accepted: true; readonly webhooks: readonly Explanation[] }
  | { readonly accepted: false; readonly rejection: Rejection };

export interface ValidatorParts {
  readonly pool: Pool;
  readonly judge: EventJudge;
  readonly inspector: EventInspector;
}

/** Says what would become of an event, and does none of it. */
export class EventValidator {
  readonly #parts: ValidatorParts;

  constructor(parts: ValidatorParts) {
    this.#parts = parts;
  }

  async validate(event: Envelope | Rejection, scope: TenantScope): Promise<Validation> {
    const { pool, judge, inspector } = this.#parts;
    const receivedAt = Date.now();
    const [judged] = await judge.judge([event], scope, receivedAt);
    if (judged === undefined) throw new Error('one event is judged once');
    if (!isAdmitted(judged)) return { accepted: false, rejection: judged };
    const identity = identityHash({ ...judged.attributes, tenantId: scope.tenantId });
    const acceptedAt = (await findClaims(pool, [identity])).get(identity.toString('hex')) ?? receivedAt;
    const accepted = { ...judged, uid: eventUid(identity, acceptedAt), acceptedAt };
    return { accepted: true, webhooks: await inspector.explain(accepted, renderShown()) };
  }
}
