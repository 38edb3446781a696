import type { OffsetCommit } from './offset-tracker.ts';

/** First offset that can be read, and the next to be written. */
export interface LogBounds {
  readonly low: number;
  readonly high: number;
}

/** Where the reading of a partition begins. */
export interface StartPosition {
  /** The offset, and which offsets beyond it are completed. */
  readonly read: OffsetCommit;
  /** Position in the offset store, or the start of the log if it has none. Undefined without an offset store. */
  readonly stored: bigint | undefined;
  /** What the group has committed. */
  readonly committed: OffsetCommit | undefined;
  /** The position lay outside the log: records were lost, and reading begins at the first record there is. */
  readonly isOutOfRange: boolean;
}

/**
 * Chooses where reading begins.
 * @param position the group's commit, or the position in the offset store; undefined if there is none yet
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
