import { version, type CheckState, type ReadinessCheck } from '@casewire/service';

/** A service as the gateway reaches it. */
interface ServiceState {
  readonly name: string;
  /** Null where it does not say. */
  readonly version: string | null;
  readonly ready: boolean;
  /** What it needs and does not have. */
  readonly away: readonly string[];
}

export interface SystemState {
  readonly complete: boolean;
  readonly unavailable: readonly string[];
  readonly services: readonly ServiceState[];
}

/** Asks all services at once whether they are ready. */
export class SystemReader {
  readonly #checks: Readonly<Record<string, ReadinessCheck>>;

  /** @param checks of `serviceReadiness` */
  constructor(checks: Readonly<Record<string, ReadinessCheck>>) {
    this.#checks = checks;
  }

  async read(): Promise<SystemState> {
    const states = await Promise.all(
      Object.entries(this.#checks).map(async ([name, check]) => [name, await check()] as const),
    );
    const unavailable = states.filter(([, state]) => typeof state === 'boolean' || 'error' in state);
    return {
      complete: unavailable.length === 0,
      unavailable: unavailable.map(([name]) => name),
      services: [own, ...states.map(([name, state]) => toState(name, state))],
    };
  }
}

/** The gateway itself, which is answering. */
const own: ServiceState = { name: 'gateway', version, ready: true, away: [] };

function toState(name: string, state: boolean | CheckState): ServiceState {
  if (typeof state === 'boolean') return { name, version: null, ready: state, away: [] };
  const { version: its, checks } = state;
  return {
    name,
    version: typeof its === 'string' ? its : null,
    ready: state.ready,
    away: Object.entries(typeof checks === 'object' && checks !== null ? checks : {})
      .filter(([, check]) => check === false)
      .map(([check]) => check),
  };
}
