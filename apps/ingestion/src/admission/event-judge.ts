import { isCasewireType, CASEWIRE_TYPE_PREFIX, type EventAttributes } from '@casewire/events';
import { TENANT_VALIDATION_STEPS } from '@casewire/json-schema';
import { Breather, StepPools } from '@casewire/metering';
import { holderKey } from '@casewire/shares';
import { admit, type Admitted, type TenantKnowledge } from './admit.ts';
import { readAttributes, type AttributeDefaults } from './attributes.ts';
import { checkSize, type Envelope, type Reading } from './envelope.ts';
import { orRejected, RejectedError, type Rejected } from './rejection.ts';
import type { Caller, TenantDirectory } from './tenant-directory.ts';

/** An event that came in, by whichever way. */
export interface Arrival {
  readonly reading: Reading;
  readonly defaults: AttributeDefaults;
  /** Whether a service of Casewire has published it. Default: none has. */
  readonly isOurs?: (attributes: EventAttributes) => boolean;
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
   * Judges the events of a batch, for all of which tenants and types are looked up once. What the schemas of a tenant
   * take is bounded for each event and for all of them together.
   * @param arrivals may be read one by one as they are asked for: others get their turn in between
   * @param caller whose request they came with, which is looked up together with others that come at the same time
   * @returns one verdict an event, in their order
   */
  async judge(arrivals: Iterable<Arrival>, caller?: Caller): Promise<Verdict[]> {
    const breather = new Breather();
    const events: (Checked | Rejected)[] = [];
    for (const arrival of arrivals) {
      events.push(this.#check(arrival));
      await breather.pause();
    }
    const steps = new StepPools(TENANT_VALIDATION_STEPS);
    const knowledge = await this.#directory.lookUp(
      events.flatMap((event) => (event.kind === 'checked' ? [event.attributes] : [])),
      { steps, breather },
      caller,
    );
    const verdicts: Verdict[] = [];
    for (const event of events) {
      await breather.pause();
      verdicts.push(event.kind === 'rejected' ? event : toVerdict(event, knowledge, steps));
    }
    return verdicts;
  }

  #check({ reading, defaults, isOurs = () => false }: Arrival): Checked | Rejected {
    if (reading.kind === 'rejected') return reading;
    return orRejected(() => {
      checkSize(reading.data, this.#maxEventBytes, 'data');
      const attributes = readAttributes(reading.attributes, defaults);
      if (isCasewireType(attributes.type) && !isOurs(attributes)) throw reservedType();
      return { kind: 'checked', envelope: reading, attributes };
    }, reading.attributes);
  }
}

function reservedType(): RejectedError {
  const message = `begins with ${CASEWIRE_TYPE_PREFIX}, which is for Casewire's own events`;
  return new RejectedError('reserved-type', 'type', message);
}

function toVerdict({ envelope, attributes }: Checked, knowledge: TenantKnowledge, steps: StepPools): Verdict {
  const { tenantid: tenantId, environment } = attributes;
  const pool = steps.of(holderKey({ tenantId, environment }));
  return orRejected(() => admit(envelope, attributes, knowledge, pool), envelope.attributes);
}
