import { createSecureContext, type SecureContext } from 'node:tls';
import { LRUCache } from 'lru-cache';
import type { ReceiverTls } from '../http-client.ts';
import { TlsSessions } from './tls-sessions.ts';

/** Contexts of receivers that are kept at once; one takes about 100 KB, and making it about a millisecond. */
const MAX_CONTEXTS = 256;

/** TLS as this process speaks it. */
export class TlsSettings {
  readonly sessions: TlsSessions;
  private readonly general: SecureContext;
  private readonly contexts = new LRUCache<string, SecureContext>({ max: MAX_CONTEXTS });
  private readonly certificateAuthorities: readonly string[] | undefined;

  /**
   * @param maxAgeMs how long a session is used, in milliseconds
   * @param certificateAuthorities PEM certificates to trust instead of the system's
   */
  constructor(maxAgeMs: number, certificateAuthorities?: readonly string[]) {
    this.sessions = new TlsSessions(maxAgeMs);
    this.certificateAuthorities = certificateAuthorities;
    this.general = this.makeContext();
  }

  /** @throws Error of OpenSSL where a certificate or key cannot be read, or they do not belong together */
  contextFor(tls: ReceiverTls | undefined): SecureContext {
    if (tls === undefined) return this.general;
    const known = this.contexts.get(tls.id);
    if (known !== undefined) return known;
    const context = this.makeContext(tls);
    this.contexts.set(tls.id, context);
    return context;
  }

  private makeContext({ certificateAuthorities, minVersion, clientCertificate }: Partial<ReceiverTls> = {}) {
    const authorities = certificateAuthorities ?? this.certificateAuthorities;
    return createSecureContext({
      ...(authorities !== undefined && { ca: [...authorities] }),
      ...(minVersion !== undefined && { minVersion }),
      ...(clientCertificate && { cert: clientCertificate.certificate, key: clientCertificate.key }),
    });
  }
}
