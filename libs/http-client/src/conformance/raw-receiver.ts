import type { Socket } from 'node:net';
import { TLSSocket, type TlsOptions } from 'node:tls';
import { startTcpServer, type LocalServer, type Place } from './local-server.ts';

/** One thing that a receiver does with a connection. */
export type Step =
  /** Writes bytes; a text is Latin-1. */
  | { readonly write: string | Uint8Array }
  | { readonly waitMs: number }
  /** Ends its side of the connection; the other side stays open. */
  | 'end'
  /** Ends the connection by a reset, or under TLS without its farewell. */
  | 'reset';

/** What the receiver does when a request has arrived. */
export type Script = readonly Step[];

/** A server that writes what it is told, whether that is HTTP or not. */
export interface RawReceiver extends LocalServer {
  /** The heads of the requests that arrived, as they were on the wire. */
  readonly requests: readonly string[];
}

export interface RawReceiverOptions extends Place {
  readonly tls?: TlsOptions;
}

/** The script for a request, given its head and how many came before it over all connections. */
export type ScriptOf = (index: number, head: string) => Script;

export async function startRawReceiver(
  scriptOf: ScriptOf,
  options: RawReceiverOptions = {},
): Promise<RawReceiver> {
  const requests: string[] = [];
  const server = await startTcpServer((socket) => {
    readRequests(socket, (head) => {
      play(socket, scriptOf(requests.push(head) - 1, head));
    });
  }, options);
  return { ...server, requests };
}

/** Whole requests, told by their `Content-Length`. */
function readRequests(socket: Socket, onRequest: (head: string) => void): void {
  let text = '';
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1');
    for (;;) {
      const headEnd = text.indexOf('\r\n\r\n');
      if (headEnd === -1) return;
      const head = text.slice(0, headEnd);
      const bodyLength = Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? 0);
      const end = headEnd + 4 + bodyLength;
      if (text.length < end) return;
      text = text.slice(end);
      onRequest(head);
    }
  });
}

function play(socket: Socket, [step, ...rest]: Script): void {
  if (step === undefined || socket.destroyed) return;
  if (step === 'reset') {
    if (socket instanceof TLSSocket) socket.destroy();
    else socket.resetAndDestroy();
    return;
  }
  if (typeof step === 'object' && 'waitMs' in step) {
    setTimeout(play, step.waitMs, socket, rest);
    return;
  }
  if (step === 'end') socket.end();
  else socket.write(typeof step.write === 'string' ? Buffer.from(step.write, 'latin1') : step.write);
  play(socket, rest);
}
