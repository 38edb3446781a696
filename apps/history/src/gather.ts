/** A part of an answer that is being read. */
export interface PendingPart<Part> {
  /** The service whose rows it is made of. */
  readonly service: string;
  readonly part: Promise<Part>;
}

/** An answer that is shown although parts of it may be missing. */
export interface GatheredParts<Part> {
  readonly parts: readonly Part[];
  /** Services whose part could not be read. */
  readonly unavailable: readonly string[];
}

/**
 * Waits for parts of an answer that several services keep.
 * @param onMissing is told of each part that could not be read
 * @throws the first error where no part could be read
 */
export async function gather<Part>(
  pending: readonly PendingPart<Part>[],
  onMissing: (error: unknown, service: string) => void,
): Promise<GatheredParts<Part>> {
  const results = await Promise.allSettled(pending.map(({ part }) => part));
  const unavailable = pending.flatMap(({ service }, index) => {
    const result = results[index];
    if (result?.status !== 'rejected') return [];
    onMissing(result.reason, service);
    return [service];
  });
  if (unavailable.length === pending.length) await pending[0]?.part;
  return {
    parts: results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])),
    unavailable,
  };
}
