import type { IncomingMessage } from 'node:http';

/** A body as far as it is kept. */
export interface ReadBody {
  readonly kept: Buffer;
  /** Size of the whole body. */
  readonly bytes: number;
}

/** Reads a body to its end, which the sender bounds, and keeps its first bytes. @throws Error if it breaks off */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<ReadBody> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    if (bytes < maxBytes) chunks.push(chunk.subarray(0, maxBytes - bytes));
    bytes += chunk.length;
  }
  return { kept: Buffer.concat(chunks), bytes };
}
