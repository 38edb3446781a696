import type { DeadLetterReason } from '@casewire/events';
import type { KafkaRecord } from './record.ts';

/** Why one record can never be applied. */
export interface PoisonRecord {
  readonly record: KafkaRecord;
  readonly reason: DeadLetterReason;
  readonly detail?: string;
}

/**
 * Thrown by a handler that found records it can never apply, before it changed anything: they are dead-lettered, and
 * when the broker has them the rest of the batch is given again. This is how a handler with an `OffsetStore`
 * dead-letters: a settlement would come after its transaction, and a crash in between would lose the record.
 */
export class PoisonRecordsError extends Error {
  override readonly name = 'PoisonRecordsError';
  readonly poison: readonly PoisonRecord[];

  constructor(poison: readonly PoisonRecord[]) {
    super(`${poison.length} records can never be applied`);
    this.poison = poison;
  }
}
