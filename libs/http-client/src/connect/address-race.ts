import { HttpError, type HttpErrorCode } from '../http-error.ts';

/** One try at one address. */
export interface Attempt {
  /** Frees everything that the try holds. */
  cancel(): void;
}

/** What a try reports: progress any number of times, then exactly one of the others, unless it is cancelled. */
export interface AttemptEvents<Opened> {
  /** The address responds, and there is more to do. */
  readonly onProgress: () => void;
  readonly onOpened: (opened: Opened) => void;
  readonly onFailed: (error: HttpError) => void;
}

export interface RaceOptions<Opened> {
  readonly begin: (address: string, events: AttemptEvents<Opened>) => Attempt;
  /** Time for all addresses together, in milliseconds; the caller gives up after it. */
  readonly timeMs: number;
  readonly onOpened: (opened: Opened) => void;
  readonly onFailed: (error: HttpError) => void;
}

/**
 * The next address is tried when the last one has made no progress for this long (RFC 8305, section 5), or for an equal
 * share of the time if that is shorter.
 */
const STAGGER_MS = 250;

/** Addresses that are tried side by side: a name with a hundred dead addresses must not take a hundred sockets. */
const MAX_PARALLEL = 4;

/** Addresses that an error names. */
const MAX_NAMED = 8;

/** The further a try came, the more its failure says: of several kinds the first one here is reported. */
const MOST_TELLING: readonly HttpErrorCode[] = ['tls-error', 'protocol-error', 'connection-error', 'timeout'];

interface Failure {
  readonly address: string;
  readonly error: HttpError;
}

const silent = new HttpError('timeout', 'the receiver does not respond');

/**
 * Tries the addresses of a name, each for a fair part of the time, until one is open. As in RFC 8305 the next one is
 * begun before the last one has failed, and goes on beside it. Up to four addresses have all of the time that is left
 * when they are begun; more of them share it in rounds of four.
 */
export class AddressRace<Opened> {
  private readonly options: RaceOptions<Opened>;
  private readonly waiting: string[];
  private readonly running = new Map<string, { attempt: Attempt; timer: NodeJS.Timeout | undefined }>();
  private readonly failures: Failure[] = [];
  private readonly endsAt: number;
  private readonly staggerMs: number;
  private readonly partMs: number;
  private stagger: NodeJS.Timeout | undefined;
  private isOver = false;

  /** @param addresses at least one, in the order in which they are tried */
  constructor(addresses: readonly string[], options: RaceOptions<Opened>) {
    this.options = options;
    this.waiting = [...addresses];
    const { timeMs } = options;
    const rounds = Math.ceil(addresses.length / MAX_PARALLEL);
    this.endsAt = performance.now() + timeMs;
    this.staggerMs = Math.min(STAGGER_MS, timeMs / addresses.length);
    this.partMs = rounds === 1 ? timeMs : (timeMs - (MAX_PARALLEL - 1) * this.staggerMs) / rounds;
    this.next();
  }

  /** Gives all tries up and frees what they hold. @returns an error that says why each of them failed */
  giveUp(): HttpError {
    for (const address of this.running.keys()) this.failures.push({ address, error: silent });
    this.end();
    return this.summary();
  }

  private next(): void {
    clearTimeout(this.stagger);
    const address = this.waiting.shift();
    if (address === undefined) return;
    this.running.set(address, { attempt: this.begin(address), timer: this.limit(address) });
    this.restartStagger();
  }

  /** Ends a try when its part of the time is over. At the end of all of the time, the caller gives up. */
  private limit(address: string): NodeJS.Timeout | undefined {
    if (performance.now() + this.partMs >= this.endsAt) return undefined;
    return setTimeout(() => {
      this.running.get(address)?.attempt.cancel();
      this.failed(address, silent);
    }, this.partMs);
  }

  private begin(address: string): Attempt {
    return this.options.begin(address, {
      onProgress: () => {
        this.restartStagger();
      },
      onOpened: (opened) => {
        this.forget(address);
        this.end();
        this.options.onOpened(opened);
      },
      onFailed: (error) => {
        this.failed(address, error);
      },
    });
  }

  private restartStagger(): void {
    clearTimeout(this.stagger);
    if (this.isOver || this.waiting.length === 0) return;
    this.stagger = setTimeout(() => {
      if (this.running.size < MAX_PARALLEL) this.next();
    }, this.staggerMs);
  }

  private failed(address: string, error: HttpError): void {
    this.forget(address);
    this.failures.push({ address, error });
    if (this.waiting.length > 0) this.next();
    else if (this.running.size === 0) this.options.onFailed(this.summary());
  }

  private forget(address: string): void {
    clearTimeout(this.running.get(address)?.timer);
    this.running.delete(address);
  }

  private end(): void {
    this.isOver = true;
    clearTimeout(this.stagger);
    for (const { attempt, timer } of this.running.values()) {
      clearTimeout(timer);
      attempt.cancel();
    }
    this.running.clear();
  }

  private summary(): HttpError {
    return summaryOf(this.failures, this.waiting.length);
  }
}

function summaryOf(failures: readonly Failure[], untried: number): HttpError {
  const [only] = failures;
  if (failures.length === 1 && untried === 0 && only !== undefined) return only.error;
  const code = MOST_TELLING.find((each) => failures.some(({ error }) => error.code === each));
  const named = failures.slice(0, MAX_NAMED).map(({ address, error }) => `${address}: ${error.message}`);
  const others = failures.length + untried - named.length;
  const list = [...named, ...(others > 0 ? [`and ${others} more`] : [])].join('; ');
  return new HttpError(code ?? 'connection-error', `no address of the receiver works (${list})`);
}
