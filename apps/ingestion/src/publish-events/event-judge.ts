import type { EventAttributes } from '@casewire/events';
import type { TenantScope } from '@casewire/identity';
import { admit, type AdmittedEvent } from '../admission/admit.ts';
import { readAttributes, type AttributeDefaults } from '../admission/attributes.ts';
import type { Envelope } from '../admission/envelope.ts';
import type { Rejection } from '../admission/rejection.ts';
import type { TenantDirectory } from '../tenant-directory.ts';
import { isRejection, orRejection } from './read-request.ts';

/** Judges events that came over HTTP, as those of a tenant. */
export class EventJudge {
  readonly #directory: TenantDirectory;
  readonly #maxEventBytes: number;

  constructor(directory: TenantDirectory, maxEventBytes: number) {
    this.#directory = directory;
    this.#maxEventBytes = maxEventBytes;
  }

  /**
   * @param events as they were read, or why they could not be
   * @param receivedAt milliseconds since the epoch, for events that name no time
   */
  async judge(
    events: readonly (Envelope | Rejection)[],
    scope: TenantScope,
    receivedAt: number,
  ): Promise<(AdmittedEvent | Rejection)[]> {
    const defaults = { tenantid: scope.tenantId, environment: scope.environment, receivedAt };
    const readings = events.map((event) =>
      isRejection(event) ? event : this.#readAttributes(event, defaults),
    );
    const known = await this.#directory.lookUp(
      readings.flatMap((reading) => ('envelope' in reading ? [reading.attributes] : [])),
    );
    return readings.map((reading) =>
      'envelope' in reading ? orRejection(() => admit(reading.envelope, reading.attributes, known)) : reading,
    );
  }

  #readAttributes(
    envelope: Envelope,
    defaults: AttributeDefaults,
  ): { envelope: Envelope; attributes: EventAttributes } | Rejection {
    if (envelope.data.length > this.#maxEventBytes) {
      const message = `${envelope.data.length} bytes, at most ${this.#maxEventBytes} are accepted`;
      return { reason: 'too-large', path: 'data', message };
    }
    return orRejection(() => ({ envelope, attributes: readAttributes(envelope.attributes, defaults) }));
  }
}

export function isAdmitted(event: AdmittedEvent | Rejection): event is AdmittedEvent {
  return 'attributes' in event;
}
