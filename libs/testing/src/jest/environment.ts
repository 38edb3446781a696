import type { EnvironmentContext, JestEnvironment, JestEnvironmentConfig } from '@jest/environment';
import { ModernFakeTimers } from '@jest/fake-timers';
import { ModuleMocker } from 'jest-mock';

/** Puts back what a spec file has changed. */
type Restore = () => void;

/**
 * The globals of the worker itself, for `SharingRuntime`. A spec file shares them with those that the worker runs after it,
 * so what it changes of them is put back: global variables, the environment's variables, and listeners of the process.
 */
export default class WorkerEnvironment implements JestEnvironment {
  readonly global = globalThis as unknown as JestEnvironment['global'];
  readonly fakeTimers = null;
  readonly fakeTimersModern: ModernFakeTimers;
  readonly moduleMocker = new ModuleMocker(globalThis);
  readonly #restore: readonly Restore[] = [
    rememberListeners(),
    remember(process.env),
    remember(process),
    remember(globalThis),
  ];

  constructor({ projectConfig }: JestEnvironmentConfig, _context: EnvironmentContext) {
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
  }

  getVmContext(): null {
    return null;
  }

  exportConditions(): string[] {
    return ['node', 'node-addons'];
  }

  setup(): Promise<void> {
    return Promise.resolve();
  }

  /** Clocks that a spec has stopped would count in the duration of its file. */
  handleTestEvent({ name }: { readonly name: string }): void {
    if (name !== 'run_finish') return;
    this.fakeTimersModern.dispose();
    this.moduleMocker.restoreAllMocks();
  }

  teardown(): Promise<void> {
    this.fakeTimersModern.dispose();
    for (const restore of this.#restore) restore();
    return Promise.resolve();
  }
}

function remember(object: object): Restore {
  const before: PropertyDescriptorMap = Object.getOwnPropertyDescriptors(object);
  return () => {
    for (const key of Reflect.ownKeys(object)) {
      if (!Object.hasOwn(before, key)) Reflect.deleteProperty(object, key);
    }
    for (const key of Reflect.ownKeys(before)) {
      const [then, now] = [before[key], Object.getOwnPropertyDescriptor(object, key)];
      if (then !== undefined && !isSame(then, now)) Reflect.defineProperty(object, key, then);
    }
  };
}

function isSame(one: PropertyDescriptor, other: PropertyDescriptor | undefined): boolean {
  return one.value === other?.value && one.get === other?.get && one.set === other?.set;
}

function rememberListeners(): Restore {
  const listeners = () =>
    process
      .eventNames()
      .flatMap((event) => process.rawListeners(event).map((listener) => ({ event, listener })));
  const before = new Set(listeners().map(({ listener }) => listener));
  return () => {
    for (const { event, listener } of listeners()) {
      if (!before.has(listener)) process.off(event, listener as () => void);
    }
  };
}
