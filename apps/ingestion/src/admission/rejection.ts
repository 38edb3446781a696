import { storableText } from '@casewire/database';
import type { RejectionReason } from '@casewire/events';

/** Characters of a path and of a message that are kept. Both can hold names from the data. */
const MAX_PATH_CHARACTERS = 512;
const MAX_MESSAGE_CHARACTERS = 1_024;

export interface Rejection {
  readonly reason: RejectionReason;
  /** Where it is wrong: an attribute's name, `data`, or `data` and a JSON pointer into it; empty for the whole. */
  readonly path: string;
  /** What was found and what is accepted. */
  readonly message: string;
}

/** An event that cannot be accepted. */
export interface Rejected {
  readonly kind: 'rejected';
  readonly rejection: Rejection;
  /** Those of its attributes that can be read, by name, unchecked; undefined if none can. */
  readonly attributes: ReadonlyMap<string, string> | undefined;
}

/**
 * Functions that read or judge an event throw this at any depth. `orRejected` turns it into a value. Its texts can be
 * stored, whatever the event holds.
 */
export class RejectedError extends Error {
  override readonly name = 'RejectedError';
  readonly rejection: Rejection;

  constructor(reason: RejectionReason, path: string, message: string) {
    super(message);
    this.rejection = {
      reason,
      path: storableText(path, { maxCharacters: MAX_PATH_CHARACTERS }),
      message: storableText(message, { maxCharacters: MAX_MESSAGE_CHARACTERS }),
    };
  }
}

/**
 * Runs a step of an event's way in: the result, or why the event is rejected. Nowhere else is a `RejectedError` caught.
 * @param attributes the event's, if they were read before
 */
export function orRejected<T>(step: () => T, attributes?: ReadonlyMap<string, string>): T | Rejected {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof RejectedError)) throw error;
    return { kind: 'rejected', rejection: error.rejection, attributes };
  }
}

/** Why an event may take fewer steps than others: the tenant's events before it have taken those of the batch. */
export const TOO_MUCH_TOGETHER = "the tenant's events that came with it have taken too many steps together";

/** A name from outside, fit for a path or a message that people read and PostgreSQL stores. */
export function printable(name: string): string {
  return name.slice(0, 64).replaceAll(/[^\x20-\x7e]/g, '?');
}
