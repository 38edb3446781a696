import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, TLSSocket, type SecureContext } from 'node:tls';
import { asToldOf, toHttpError } from '../failure-texts.ts';
import type { ReceiverTls } from '../http-client.ts';
import { HttpError } from '../http-error.ts';
import type { Attempt, AttemptEvents } from './address-race.ts';
import type { EgressProxy } from './egress-proxy.ts';
import type { TlsSessions } from './tls-sessions.ts';

/** Where a connection leads. */
export interface ConnectTarget {
  readonly isTls: boolean;
  /** A name or an address, without brackets. */
  readonly hostname: string;
  readonly port: number;
  readonly tls: ReceiverTls | undefined;
}

/** A connection to one of the addresses that a name has. */
export interface SocketTarget extends ConnectTarget {
  readonly address: string;
  /** Undefined without TLS. */
  readonly secureContext: SecureContext | undefined;
}

/** What connections are made with. */
export interface SocketParts {
  readonly sessions: TlsSessions;
  /** Default: none. */
  readonly proxy: EgressProxy | undefined;
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
  target: SocketTarget,
  { sessions, proxy }: SocketParts,
  events: AttemptEvents<ReadySocket>,
): Attempt {
  if (proxy !== undefined) return openThrough(proxy, target, sessions, events);
  return target.isTls ? openTls(target, sessions, events) : openTcp(target, events);
}

function openTcp({ address, port }: SocketTarget, events: AttemptEvents<ReadySocket>): Attempt {
  const socket = connectTcp({ host: address, port });
  socket.once('connect', () => {
    events.onOpened({ socket, wantsCertificate: false });
  });
  return attemptOn(socket, (error) => {
    events.onFailed(toHttpError(error));
  });
}

function openThrough(
  proxy: EgressProxy,
  target: SocketTarget,
  sessions: TlsSessions,
  events: AttemptEvents<ReadySocket>,
): Attempt {
  let attempt = proxy.openTunnel(target.address, target.port, {
    onOpened: (socket) => {
      events.onProgress();
      if (target.isTls) attempt = openTls(target, sessions, events, socket);
      else events.onOpened({ socket: prepared(socket), wantsCertificate: false });
    },
    onFailed: events.onFailed,
  });
  return {
    cancel() {
      attempt.cancel();
    },
  };
}

/** @param tunnel through which the address is reached. Default: a connection of its own */
function openTls(
  target: SocketTarget,
  sessions: TlsSessions,
  events: AttemptEvents<ReadySocket>,
  tunnel?: Socket,
): Attempt {
  const { hostname, address, port, secureContext } = target;
  const session = sessions.get(target);
  const socket = connectTls({
    ...(tunnel === undefined ? { host: address, port } : { socket: tunnel }),
    // Addresses are no server names (RFC 6066, section 3); the certificate is then verified for the address.
    ...(isIP(hostname) === 0 ? { servername: hostname.replace(/\.$/, '') } : { host: address }),
    ALPNProtocols: ['http/1.1'],
    ...(session !== undefined && { session }),
    ...(secureContext !== undefined && { secureContext }),
  });
  let isConnected = tunnel !== undefined;
  socket
    .once('connect', () => {
      isConnected = true;
      events.onProgress();
    })
    .on('session', (fresh: Buffer) => {
      // A resumed handshake shows no certificate: only a full one may begin others. Node emits nothing for a refused one.
      if (!socket.isSessionReused()) sessions.keep(target, fresh);
    })
    .once('secureConnect', () => {
      events.onOpened({ socket, wantsCertificate: wasAskedForCertificate(socket) });
    });
  return attemptOn(socket, (error) => {
    events.onFailed(asToldOf(target.tls, isConnected ? handshakeError(error) : toHttpError(error)));
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
  prepared(socket)
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

function prepared(socket: Socket): Socket {
  return socket.setNoDelay(true).setKeepAlive(true, TCP_KEEP_ALIVE_MS);
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
