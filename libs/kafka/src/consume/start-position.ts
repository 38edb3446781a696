import type { OffsetCommit } from './offset-tracker.ts';

/** First offset that can be read, and the next to be written. */
export interface LogBounds {
  readonly low: number;
  readonly high: number;
}

/** Where the reading of a partition begins. */
export interface StartPosition {
  /** With the completions beyond it. */
  readonly read: OffsetCommit;
  /** With an offset store: where it stands, or where the log begins if it has not begun. */
  readonly stored: bigint | undefined;
  /** What the group has committed. */
  readonly committed: OffsetCommit | undefined;
  /** The position lay outside the log: records were lost, reading begins at the first there is. */
  readonly isOutOfRange: boolean;
}

/**
 * Where to begin.
 * @param position what was committed, or what the offset store says; undefined if neither has begun
 */
export function chooseStart(
  { low, high }: LogBounds,
  position: OffsetCommit | undefined,
  committed: OffsetCommit | undefined,
  hasOffsetStore: boolean,
): StartPosition {
  const isInside = position !== undefined && position.offset >= low && position.offset <= high;
  return {
    read: isInside ? position : { offset: low, metadata: '' },
    stored: hasOffsetStore ? BigInt(position?.offset ?? low) : undefined,
    committed,
    isOutOfRange: position !== undefined && !isInside,
  };
}
