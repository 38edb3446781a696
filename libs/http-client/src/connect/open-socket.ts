import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
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
  { isTls, hostname, port }: ConnectTarget,
  address: string,
  tls: TlsSettings,
  events: AttemptEvents<ReadySocket>,
): Attempt {
  return isTls
    ? openTls(hostname, port, address, tls, events)
    : openTcp(connectTcp({ host: address, port }), events);
}

function openTcp(socket: Socket, { onOpened, onFailed }: AttemptEvents<ReadySocket>): Attempt {
  socket.setNoDelay(true).setKeepAlive(true, TCP_KEEP_ALIVE_MS);
  const fail = (error: Error): void => {
    onFailed(toHttpError(error));
  };
  socket.once('error', fail).once('connect', () => {
    socket.off('error', fail);
    onOpened({ socket, wantsCertificate: false });
  });
  return { cancel: cancelOf(socket, fail) };
}

function openTls(
  hostname: string,
  port: number,
  address: string,
  { certificateAuthorities, sessions }: TlsSettings,
  { onProgress, onOpened, onFailed }: AttemptEvents<ReadySocket>,
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
  socket.setNoDelay(true).setKeepAlive(true, TCP_KEEP_ALIVE_MS);
  let isConnected = false;
  const fail = (error: Error): void => {
    onFailed(isConnected ? handshakeError(error) : toHttpError(error));
  };
  socket
    .once('error', fail)
    .once('connect', () => {
      isConnected = true;
      onProgress();
    })
    .on('session', (fresh: Buffer) => {
      // A resumed handshake shows no certificate: only a full one may begin others.
      if (!socket.isSessionReused()) sessions.keep(hostname, port, fresh);
    })
    .once('secureConnect', () => {
      socket.off('error', fail);
      onOpened({ socket, wantsCertificate: wasAskedForCertificate(socket) });
    });
  return { cancel: cancelOf(socket, fail) };
}

/** Without the listener that reports, an error that comes after the end would end the process. */
function cancelOf(socket: Socket, fail: (error: Error) => void): () => void {
  return () => {
    socket.off('error', fail).on('error', () => undefined);
    socket.destroy();
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
