declare module 'snappyjs' {
  /** @throws Error if more than `maxLength` bytes would come out. */
  export function uncompress(compressed: Buffer, maxLength?: number): Buffer;
  export function compress(uncompressed: Buffer): Buffer;
}
