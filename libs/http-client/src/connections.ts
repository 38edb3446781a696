import { LRUCache } from 'lru-cache';
import { Connection } from './connection.ts';
import type { Connector, Opening } from './connect/connector.ts';
import type { ReceiverAddress } from './http-client.ts';
import { HttpError } from './http-error.ts';

/** Connections that are kept idle at once, over all origins; the one that has been idle longest is closed for a further one. */
const MAX_IDLE = 1_024;

/** An origin that said something unasked gets a connection for each request for this long. */
const DISTRUST_MS = 10 * 60_000;

/** Origins that are distrusted at once. */
const MAX_DISTRUSTED = 10_000;

const closed = new HttpError('aborted', 'the client was closed');
const retired = new HttpError('connection-error', 'the connection was retired');

/** The outcome of connecting: exactly one of these is called, once, and neither after `giveUp`. */
export interface ConnectEvents {
  readonly onConnected: (connection: Connection) => void;
  readonly onFailed: (error: HttpError) => void;
}

/**
 * The connections of a client. One is made when none is idle, so an origin never has more than there were exchanges at
 * once. None is used beyond its greatest age: a name that has moved, a certificate that was exchanged and a target rule
 * that forbids the new address are then noticed.
 */
export class Connections {
  private readonly connector: Connector;
  private readonly maxAgeMs: number;
  private readonly idle = new Map<string, Connection[]>();
  /** The same connections, those that have been idle longest first. */
  private readonly idleByAge = new Set<Connection>();
  private readonly open = new Set<Connection>();
  private readonly openings = new Map<Opening, ConnectEvents>();
  private readonly distrusted = new LRUCache<string, true>({ max: MAX_DISTRUSTED, ttl: DISTRUST_MS });
  private isClosed = false;

  /** @param maxAgeMs greatest age of a connection, counted from the look-up of its name, in milliseconds */
  constructor(connector: Connector, maxAgeMs: number) {
    this.connector = connector;
    this.maxAgeMs = maxAgeMs;
  }

  /** Takes an idle connection, the one that was used last. */
  take(receiver: ReceiverAddress): Connection | undefined {
    const idle = this.idle.get(keyOf(receiver));
    for (;;) {
      const connection = idle?.pop();
      if (connection === undefined) return undefined;
      this.idleByAge.delete(connection);
      if (this.isFit(connection)) return connection;
      connection.destroy(retired);
    }
  }

  /**
   * Makes a new connection.
   * @param timeMs after which the caller gives up, in milliseconds
   */
  connect(receiver: ReceiverAddress, timeMs: number, events: ConnectEvents): Opening {
    if (this.isClosed) {
      queueMicrotask(() => {
        events.onFailed(closed);
      });
      return { giveUp: () => closed };
    }
    const opening = this.connector.open(receiver, timeMs, {
      onOpened: (socket) => {
        this.openings.delete(opening);
        const connection = new Connection(receiver.origin, keyOf(receiver), socket, this);
        this.open.add(connection);
        events.onConnected(connection);
      },
      onFailed: (error) => {
        this.openings.delete(opening);
        events.onFailed(error);
      },
    });
    this.openings.set(opening, events);
    return {
      giveUp: () => {
        this.openings.delete(opening);
        return opening.giveUp();
      },
    };
  }

  /** Takes a connection back after an exchange that ended well. */
  release(connection: Connection): void {
    if (!this.isFit(connection)) {
      connection.destroy(retired);
      return;
    }
    const { key } = connection;
    const idle = this.idle.get(key);
    if (idle === undefined) this.idle.set(key, [connection]);
    else idle.push(connection);
    this.idleByAge.add(connection);
    if (this.idleByAge.size > MAX_IDLE) {
      const [oldest] = this.idleByAge;
      oldest?.destroy(retired);
    }
  }

  onClosed(connection: Connection): void {
    this.open.delete(connection);
    const idle = this.idle.get(connection.key);
    if (idle === undefined) return;
    if (this.idleByAge.delete(connection)) idle.splice(idle.indexOf(connection), 1);
    if (idle.length === 0) this.idle.delete(connection.key);
  }

  onUnasked({ origin }: Connection): void {
    this.distrusted.set(origin, true);
  }

  /** Closes everything; exchanges under way end with `aborted`. */
  close(): void {
    this.isClosed = true;
    for (const [opening, events] of this.openings) {
      opening.giveUp();
      events.onFailed(closed);
    }
    this.openings.clear();
    for (const connection of this.open) connection.destroy(closed);
  }

  private isFit(connection: Connection): boolean {
    return (
      connection.isOpen &&
      performance.now() - connection.lookedUpAt < this.maxAgeMs &&
      (this.distrusted.size === 0 || !this.distrusted.has(connection.origin))
    );
  }
}

/** Connections with the same key are as good as each other. */
function keyOf({ origin, tls }: ReceiverAddress): string {
  return tls === undefined ? origin : `${origin} ${tls.id}`;
}
