import { LRUCache } from 'lru-cache';
import type { ConnectTarget } from './open-socket.ts';

type SessionTarget = Pick<ConnectTarget, 'hostname' | 'port' | 'tls'>;

/** Sessions that are kept at once; one takes about 2 KB. */
const MAX_SESSIONS = 1_000;

/**
 * TLS sessions of receivers, so that a receiver which closes every connection is not asked for a full handshake each
 * time. A resumed handshake shows no certificate, so a session is good for no longer than a connection may get old:
 * after that the certificate is verified again.
 */
export class TlsSessions {
  private readonly sessions: LRUCache<string, Buffer>;

  /** @param maxAgeMs how long a session is used after its full handshake, in milliseconds */
  constructor(maxAgeMs: number) {
    this.sessions = new LRUCache({ max: MAX_SESSIONS, ttl: maxAgeMs });
  }

  get(target: SessionTarget): Buffer | undefined {
    return this.sessions.get(keyOf(target));
  }

  /** @param session of a full handshake, whose certificate was verified */
  keep(target: SessionTarget, session: Buffer): void {
    this.sessions.set(keyOf(target), session);
  }
}

/** A session that began with other settings of TLS says nothing about these: the certificate may not be trusted here. */
function keyOf({ hostname, port, tls }: SessionTarget): string {
  return `${hostname}:${port} ${tls?.id ?? ''}`;
}
