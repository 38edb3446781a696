import type { Socket } from 'node:net';
import { HttpError } from './http-error.ts';

const LF = 0x0a;
const CR = 0x0d;

/** `HTTP/1.1 200`: the bytes that show that an answer begins, and its status. */
const START = /^HTTP\/\d\.\d \d\d\d$/;
const PROTOCOL = 'HTTP/';
const START_BYTES = 12;
const STATUS_AT = 9;

/** Interim answers before one answer at most, in bytes. */
const MAX_INTERIM_BYTES = 64 * 1024;

const EMPTY = Buffer.alloc(0);

/**
 * Stands between a socket and undici's parser. The parser destroys the connection at the first `100 Continue`, takes
 * bytes that lie in an idle socket for the answer to the next request, and hides the status of an answer whose headers it
 * refuses. So the reader looks at the first bytes of each answer: it removes interim answers (RFC 9110, section 15.2),
 * destroys a socket that sends something unasked or something other than HTTP, and notes the status. All further bytes
 * pass through untouched.
 */
export class AnswerReader {
  /** The first bytes of an answer came. */
  begun = false;
  /** The status of the answer under way, once its first line says it. */
  status: number | undefined;
  private readonly socket: Socket;
  private readonly onUnasked: () => void;
  private state: 'idle' | 'start' | 'interim' | 'passing' = 'idle';
  private held: Buffer = EMPTY;
  private interimBytes = 0;
  private lineEnds = 0;

  /** @param onUnasked called when the server says something that is no answer to a request */
  constructor(socket: Socket, onUnasked: () => void) {
    this.socket = socket;
    this.onUnasked = onUnasked;
    const read = socket.read.bind(socket) as (size?: number) => Buffer | null;
    // undici's parser reads without a size, Node itself with one.
    socket.read = (size?: number): Buffer | null => {
      if (size !== undefined) return read(size);
      for (;;) {
        const chunk = read();
        const rest = chunk === null || this.state === 'passing' ? chunk : this.filter(chunk);
        if (rest === null || rest.length > 0) return rest;
      }
    };
  }

  /** A request is written now: what comes from here on answers it. */
  expect(): void {
    this.state = 'start';
    this.begun = false;
    this.status = undefined;
    this.interimBytes = 0;
  }

  /** The answer is complete. */
  finish(): void {
    this.state = 'idle';
  }

  /** @returns the bytes that undici is to parse; null if the socket was destroyed */
  private filter(chunk: Buffer): Buffer | null {
    let rest = chunk;
    for (;;) {
      if (this.state === 'idle') {
        this.onUnasked();
        return this.refuse('the receiver sent something that was not asked for');
      }
      if (this.state === 'interim') {
        const next = this.skipInterim(rest);
        if (next === null) return null;
        rest = next;
      }
      if (rest.length === 0) return EMPTY;
      const start = this.held.length === 0 ? rest : Buffer.concat([this.held, rest]);
      this.held = EMPTY;
      const bytes = this.readStart(start);
      if (bytes === null || this.state !== 'interim') return bytes;
      rest = bytes;
    }
  }

  private readStart(given: Buffer): Buffer | null {
    const bytes = this.skipEmptyLines(given);
    if (bytes === null || bytes.length === 0) return bytes;
    const text = bytes.toString('latin1', 0, START_BYTES);
    if (!text.startsWith(PROTOCOL.slice(0, text.length))) {
      // On a connection that was used before, this is what the last answer left behind.
      this.onUnasked();
      return this.refuse('what the receiver answered is not HTTP');
    }
    this.begun = true;
    if (text.length < START_BYTES) {
      this.held = bytes;
      return EMPTY;
    }
    if (!START.test(text)) return this.refuse('the answer does not follow HTTP/1.1');
    const status = Number(text.slice(STATUS_AT));
    if (status >= 100 && status < 200 && status !== 101) {
      this.state = 'interim';
      return bytes;
    }
    this.state = 'passing';
    this.status = status;
    if (status === 101)
      return this.refuse('the receiver answered 101, a change of protocol, which was not asked for');
    return status < 100 ? this.refuse('the answer has a status that HTTP does not know') : bytes;
  }

  /** Some servers write an empty line before the answer, which the parser ignores too. */
  private skipEmptyLines(bytes: Buffer): Buffer | null {
    let start = 0;
    while (bytes[start] === CR || bytes[start] === LF) start += 1;
    if (start === 0) return bytes;
    return this.countInterim(start) ? bytes.subarray(start) : null;
  }

  /** Passes over the head of an interim answer, which ends with an empty line. @returns what follows it */
  private skipInterim(bytes: Buffer): Buffer | null {
    for (let index = 0; index < bytes.length; index++) {
      const byte = bytes[index];
      if (byte === LF) this.lineEnds += 1;
      else if (byte !== CR) this.lineEnds = 0;
      if (this.lineEnds < 2) continue;
      this.lineEnds = 0;
      this.state = 'start';
      return this.countInterim(index + 1) ? bytes.subarray(index + 1) : null;
    }
    return this.countInterim(bytes.length) ? EMPTY : null;
  }

  private countInterim(bytes: number): boolean {
    this.interimBytes += bytes;
    if (this.interimBytes <= MAX_INTERIM_BYTES) return true;
    this.refuse('the receiver sent more than 64 KiB of interim answers');
    return false;
  }

  private refuse(sentence: string): null {
    this.socket.destroy(
      new HttpError('protocol-error', sentence, this.status === undefined ? {} : { status: this.status }),
    );
    return null;
  }
}
