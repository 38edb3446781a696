import { isIP } from 'node:net';
import type { SecureContext } from 'node:tls';
import { toHttpError } from '../failure-texts.ts';
import { HttpError } from '../http-error.ts';
import type { ReceiverAddress } from '../http-client.ts';
import type { FoundName, LookUp, NameCache } from '../names/name-cache.ts';
import type { TargetRule } from '../target-rule.ts';
import { AddressRace } from './address-race.ts';
import type { EgressProxy } from './egress-proxy.ts';
import { openSocket, type ConnectTarget, type ReadySocket } from './open-socket.ts';
import type { TlsSettings } from './tls-settings.ts';

/** A socket that is connected to a vetted address. */
export interface OpenSocket extends ReadySocket {
  /** When the name was looked up, on the clock of `performance.now()`. */
  readonly lookedUpAt: number;
}

export interface ConnectorParts {
  readonly target: TargetRule;
  readonly names: NameCache;
  readonly tls: TlsSettings;
  /** Default: connections are made directly. */
  readonly proxy: EgressProxy | undefined;
}

/** What an opening reports, once, unless it is given up. */
export interface OpeningEvents {
  readonly onOpened: (socket: OpenSocket) => void;
  readonly onFailed: (error: HttpError) => void;
}

/** A connection that is being made. */
export interface Opening {
  /** Frees everything that the opening holds. @returns how far it came */
  giveUp(): HttpError;
}

/** A connection that is not up after this long is given up, even if the exchange's deadline is later. */
const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Makes connections: looks the name up, vets its addresses, and connects to one of them. The address that was judged is
 * the one that is connected to. One forbidden address refuses the whole name: a name that points inside is not trusted
 * at all.
 */
export class Connector {
  private readonly parts: ConnectorParts;

  constructor(parts: ConnectorParts) {
    this.parts = parts;
  }

  /** @param timeMs after which the caller gives up, in milliseconds */
  open(receiver: ReceiverAddress, timeMs: number, events: OpeningEvents): Opening {
    return new SocketOpening(targetOf(receiver), this.parts, timeMs, events);
  }
}

class SocketOpening implements Opening {
  private readonly target: ConnectTarget;
  private readonly parts: ConnectorParts;
  private readonly events: OpeningEvents;
  private readonly endsAt: number;
  private readonly timer: NodeJS.Timeout | undefined;
  private readonly lookUp: LookUp;
  private race: AddressRace<ReadySocket> | undefined;
  private isOver = false;

  constructor(target: ConnectTarget, parts: ConnectorParts, timeMs: number, events: OpeningEvents) {
    this.target = target;
    this.parts = parts;
    this.events = events;
    this.endsAt = performance.now() + Math.min(timeMs, CONNECT_TIMEOUT_MS);
    this.timer = timeMs > CONNECT_TIMEOUT_MS ? setTimeout(this.onTimeout, CONNECT_TIMEOUT_MS) : undefined;
    this.lookUp = lookUpOf(target.hostname, parts.names);
    this.lookUp.result.then(this.onFound, (error: unknown) => {
      this.fail(toHttpError(error));
    });
  }

  giveUp(): HttpError {
    this.isOver = true;
    clearTimeout(this.timer);
    this.lookUp.leave();
    return this.race?.giveUp() ?? new HttpError('timeout', 'the host name was not looked up in time');
  }

  private readonly onFound = ({ addresses, lookedUpAt }: FoundName): void => {
    if (this.isOver) return;
    const { hostname } = this.target;
    if (!addresses.every((address) => this.parts.target.allows(address))) {
      // The message does not say which address the name has: the owner of the webhook reads it.
      this.fail(new HttpError('blocked-target', `${hostname} is not at a public address`));
      return;
    }
    const secureContext = this.secureContext();
    if (secureContext instanceof HttpError) {
      this.fail(secureContext);
      return;
    }
    const { tls, proxy } = this.parts;
    this.race = new AddressRace(addresses, {
      begin: (address, events) =>
        openSocket({ ...this.target, address, secureContext }, { sessions: tls.sessions, proxy }, events),
      timeMs: Math.max(this.endsAt - performance.now(), 0),
      onOpened: (ready) => {
        this.end();
        this.events.onOpened({ ...ready, lookedUpAt });
      },
      onFailed: (error) => {
        this.fail(error);
      },
    });
  };

  /** Undefined where none is needed; an error for settings of a webhook that nothing can be made of. */
  private secureContext(): SecureContext | undefined | HttpError {
    const { isTls, tls } = this.target;
    if (!isTls) return undefined;
    try {
      return this.parts.tls.contextFor(tls);
    } catch (cause) {
      const message = 'the certificates that the webhook has for TLS cannot be used';
      return new HttpError('invalid-request', message, { cause });
    }
  }

  private readonly onTimeout = (): void => {
    const reached = this.giveUp();
    this.events.onFailed(
      new HttpError('timeout', `no connection within ${CONNECT_TIMEOUT_MS} ms: ${reached.message}`),
    );
  };

  private fail(error: HttpError): void {
    if (this.isOver) return;
    this.end();
    this.events.onFailed(error);
  }

  private end(): void {
    this.isOver = true;
    clearTimeout(this.timer);
  }
}

/** An address stands for itself. */
function lookUpOf(hostname: string, names: NameCache): LookUp {
  if (isIP(hostname) === 0) return names.lookUp(hostname);
  const found = { addresses: [hostname], lookedUpAt: performance.now() };
  return { result: Promise.resolve(found), leave: () => undefined };
}

function targetOf({ origin, tls }: ReceiverAddress): ConnectTarget {
  const { protocol, hostname, port } = new URL(origin);
  const isTls = protocol === 'https:';
  return {
    isTls,
    hostname: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (isTls ? 443 : 80) : Number(port),
    tls,
  };
}
