/** Gathers a response body up to a limit. */
export class ResponseBody {
  truncated = false;
  private readonly chunks: Buffer[] = [];
  private room: number;

  constructor(maxBytes: number) {
    this.room = maxBytes;
  }

  /** Adds what still fits; sets `truncated` if not everything does. */
  add(chunk: Buffer): void {
    this.truncated = chunk.length > this.room;
    const fitting = this.truncated ? chunk.subarray(0, this.room) : chunk;
    this.room -= fitting.length;
    this.chunks.push(fitting);
  }

  toBuffer(): Buffer {
    return this.chunks.length === 1 && this.chunks[0] !== undefined
      ? this.chunks[0]
      : Buffer.concat(this.chunks);
  }
}
