/**
 * Bodies of many rows as one parameter, which the driver sends as it is: an array of bytea would be sent as hex text,
 * twice the bytes and the work on both sides.
 */
export interface PackedBodies {
  readonly bytes: Buffer;
  /** Position of each body, counted from 1 as PostgreSQL's `substring` does; null where there is none. */
  readonly starts: readonly (number | null)[];
  readonly lengths: readonly (number | null)[];
}

export function packBodies(bodies: readonly (Buffer | null)[]): PackedBodies {
  const starts: (number | null)[] = [];
  let end = 0;
  for (const body of bodies) {
    starts.push(body === null ? null : end + 1);
    end += body?.length ?? 0;
  }
  return {
    bytes: Buffer.concat(bodies.filter((body) => body !== null)),
    starts,
    lengths: bodies.map((body) => body?.length ?? null),
  };
}
