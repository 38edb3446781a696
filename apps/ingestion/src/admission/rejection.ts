import type { RejectionReason } from '@casewire/events';

export interface Rejection {
  readonly reason: RejectionReason;
  /** What is wrong: an attribute's name, `data`, or `data` with a JSON pointer behind it. */
  readonly path: string;
  /** What was found and what is accepted. */
  readonly message: string;
}

/** Thrown while an event is read; caught where the record's fate is decided. */
export class RejectedError extends Error {
  override readonly name = 'RejectedError';
  readonly rejection: Rejection;

  constructor(reason: RejectionReason, path: string, message: string) {
    super(message);
    this.rejection = { reason, path, message };
  }
}
