/** The state of one thing that a service needs. A check may add details. */
export interface CheckState {
  readonly ready: boolean;
  readonly [detail: string]: unknown;
}

export type ReadinessCheck = () => boolean | CheckState | Promise<boolean | CheckState>;

/** Answer of `/readyz`. */
export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, boolean | CheckState>>;
}

/** A check that takes longer counts as failed. */
const CHECK_TIMEOUT_MS = 3_000;

/** Runs all checks at once. A check that throws or does not answer in time is false. */
export async function assessReadiness(checks: Readonly<Record<string, ReadinessCheck>>): Promise<Readiness> {
  const states = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, await stateOf(check)] as const),
  );
  return { ready: states.every(([, state]) => isReady(state)), checks: Object.fromEntries(states) };
}

function isReady(state: boolean | CheckState): boolean {
  return typeof state === 'boolean' ? state : state.ready;
}

async function stateOf(check: ReadinessCheck): Promise<boolean | CheckState> {
  const { promise: timeout, resolve } = Promise.withResolvers<false>();
  const timer = setTimeout(() => {
    resolve(false);
  }, CHECK_TIMEOUT_MS);
  try {
    return await Promise.race([check(), timeout]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
