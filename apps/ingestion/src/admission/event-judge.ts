import type { EventAttributes } from '@casewire/events';
import { admit, type Admitted, type TenantKnowledge } from './admit.ts';
import { readAttributes, type AttributeDefaults } from './attributes.ts';
import { checkSize, type Envelope, type Reading } from './envelope.ts';
import { orRejected, type Rejected } from './rejection.ts';
import type { TenantDirectory } from './tenant-directory.ts';

/** An event that came in, by whichever way. */
export interface Arrival {
  readonly reading: Reading;
  readonly defaults: AttributeDefaults;
}

export type Verdict = Admitted | Rejected;

/** An event whose attributes are sound. */
interface Checked {
  readonly kind: 'checked';
  readonly envelope: Envelope;
  readonly attributes: EventAttributes;
}

/** Judges every event on its way in: from Kafka, from HTTP, published again, or only to be validated. */
export class EventJudge {
  readonly #directory: Pick<TenantDirectory, 'lookUp'>;
  readonly #maxEventBytes: number;

  constructor(directory: Pick<TenantDirectory, 'lookUp'>, maxEventBytes: number) {
    this.#directory = directory;
    this.#maxEventBytes = maxEventBytes;
  }

  /**
   * Judges the events of a batch, for all of which tenants and types are looked up once.
   * @returns one verdict an event, in their order
   */
  async judge(arrivals: readonly Arrival[]): Promise<Verdict[]> {
    const events = arrivals.map((arrival) => this.#check(arrival));
    const knowledge = await this.#directory.lookUp(
      events.flatMap((event) => (event.kind === 'checked' ? [event.attributes] : [])),
    );
    return events.map((event) => (event.kind === 'rejected' ? event : toVerdict(event, knowledge)));
  }

  #check({ reading, defaults }: Arrival): Checked | Rejected {
    if (reading.kind === 'rejected') return reading;
    return orRejected(() => {
      checkSize(reading.data, this.#maxEventBytes, 'data');
      const attributes = readAttributes(reading.attributes, defaults);
      return { kind: 'checked', envelope: reading, attributes };
    }, reading.attributes);
  }
}

function toVerdict({ envelope, attributes }: Checked, knowledge: TenantKnowledge): Verdict {
  return orRejected(() => admit(envelope, attributes, knowledge), envelope.attributes);
}
