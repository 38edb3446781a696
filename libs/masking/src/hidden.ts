import { z } from 'zod';

/** Stands in place of what is hidden. */
export const HIDDEN_TEXT = '[hidden]';

/** How much is hidden: some parts, in whose place `[hidden]` stands, or all of it. */
type Hidden = 'parts' | 'whole';

/** The member of answers that tells that something is hidden. */
export const hiddenSchema = z
  .enum(['parts', 'whole'])
  .optional()
  .describe(
    'Only where something sensitive is hidden from a session: `parts`, in whose place `[hidden]` stands, or the `whole`. `POST /v1/reveals` shows it.',
  );

/** Bytes as a session sees them. */
export interface Masked {
  /** Null where all of them are hidden. */
  readonly bytes: Buffer | null;
  /** Absent where they are as they were. */
  readonly hidden?: Hidden;
}

/** Hides all of something. */
export const whole: Masked = { bytes: null, hidden: 'whole' };
