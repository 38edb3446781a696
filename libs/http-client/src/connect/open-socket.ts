import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, TLSSocket } from 'node:tls';
import { toHttpError } from '../failure-texts.ts';
import { HttpError } from '../http-error.ts';
import type { Attempt, AttemptEvents } from './address-race.ts';
import type { TlsSessions } from './tls-sessions.ts';

/** Where a connection leads. */
export interface ConnectTarget {
  readonly isTls: boolean;
  /** A name or an address, without brackets. */
  readonly hostname: string;
  readonly port: number;
}

/** TLS as this process speaks it. */
export interface TlsSettings {
  /** PEM certificates to trust instead of the system's. */
  readonly certificateAuthorities?: readonly string[];
  readonly sessions: TlsSessions;
}

/** A socket that a request can be written to. */
export interface ReadySocket {
  readonly socket: Socket;
  /** The server asked for a client certificate. */
  readonly wantsCertificate: boolean;
}

/** Probes of idle connections begin after this long, so that firewalls do not forget them. */
const TCP_KEEP_ALIVE_MS = 60_000;

/** Connects to one address, and over `https:` shakes hands and verifies the certificate for the host name. */
export function openSocket(
  target: ConnectTarget,
  address: string,
  tls: TlsSettings,
  events: AttemptEvents<ReadySocket>,
): Attempt {
  return target.isTls ? openTls(target, address, tls, events) : openTcp(target, address, events);
}

function openTcp({ port }: ConnectTarget, address: string, events: AttemptEvents<ReadySocket>): Attempt {
  const socket = connectTcp({ host: address, port });
  socket.once('connect', () => {
    events.onOpened({ socket, wantsCertificate: false });
  });
  return attemptOn(socket, (error) => {
    events.onFailed(toHttpError(error));
  });
}

function openTls(
  { hostname, port }: ConnectTarget,
  address: string,
  { certificateAuthorities, sessions }: TlsSettings,
  events: AttemptEvents<ReadySocket>,
): Attempt {
  const session = sessions.get(hostname, port);
  const socket = connectTls({
    host: address,
    port,
    // Addresses are no server names (RFC 6066, section 3); the certificate is then verified for the address.
    ...(isIP(hostname) === 0 && { servername: hostname.replace(/\.$/, '') }),
    ALPNProtocols: ['http/1.1'],
    ...(session !== undefined && { session }),
    ...(certificateAuthorities !== undefined && { ca: [...certificateAuthorities] }),
  });
  let isConnected = false;
  socket
    .once('connect', () => {
      isConnected = true;
      events.onProgress();
    })
    .on('session', (fresh: Buffer) => {
      // A resumed handshake shows no certificate: only a full one may begin others. Node emits nothing for a refused one.
      if (!socket.isSessionReused()) sessions.keep(hostname, port, fresh);
    })
    .once('secureConnect', () => {
      events.onOpened({ socket, wantsCertificate: wasAskedForCertificate(socket) });
    });
  return attemptOn(socket, (error) => {
    events.onFailed(isConnected ? handshakeError(error) : toHttpError(error));
  });
}

/**
 * Reports the first error of a socket that is being opened. There are further ones, also after the end: without a listener
 * they would end the process.
 */
function attemptOn(socket: Socket, onError: (error: Error) => void): Attempt {
  let isOver = false;
  const end = (): void => {
    isOver = true;
  };
  socket
    .setNoDelay(true)
    .setKeepAlive(true, TCP_KEEP_ALIVE_MS)
    .once(socket instanceof TLSSocket ? 'secureConnect' : 'connect', end)
    .on('error', (error) => {
      if (isOver) return;
      end();
      socket.destroy();
      onError(error);
    });
  return {
    cancel() {
      end();
      socket.destroy();
    },
  };
}

/** A client knows signature algorithms of a server only from the server's request for a certificate (RFC 8446, section 4.3.2). */
function wasAskedForCertificate(socket: TLSSocket): boolean {
  return socket.getSharedSigalgs().length > 0;
}

function handshakeError(error: Error): HttpError {
  const { code, message } = toHttpError(error);
  return code === 'connection-error'
    ? new HttpError('tls-error', `${message} during the TLS handshake`, { cause: error })
    : new HttpError(code, message, { cause: error });
}
