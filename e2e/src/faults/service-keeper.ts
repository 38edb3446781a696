import { serviceNames, type ServiceName } from '@casewire/config';
import { eventually, type ServiceProcess } from '@casewire/testing';
import type { RunningSystem } from '../support/open-system.ts';

const READY_DEADLINE_MS = 120_000;

/** The services of a system as a supervisor keeps them: one that ends by itself is noted and started again. */
export class ServiceKeeper {
  /** Services that ended by themselves after they had been ready. */
  readonly crashes: string[] = [];
  readonly #system: RunningSystem;
  /** Processes that were killed. */
  readonly #killed = new Set<number>();

  constructor(system: RunningSystem) {
    this.#system = system;
    for (const service of serviceNames) this.#watch(service);
  }

  pidOf(service: ServiceName): number {
    return this.#system.processOf(service).pid;
  }

  async kill(service: ServiceName): Promise<void> {
    const process = this.#system.processOf(service);
    this.#killed.add(process.pid);
    await process.kill();
  }

  /** Starts a service again, and again if it ends because something that it needs is away. */
  async start(service: ServiceName): Promise<void> {
    const attempt = async (): Promise<void> => {
      try {
        await this.#system.restart(service);
      } catch (error) {
        await this.#system.processOf(service).kill();
        throw error;
      }
    };
    await eventually(attempt, { deadlineMs: READY_DEADLINE_MS, intervalMs: 1_000 });
    this.#watch(service);
  }

  async untilReady(service: ServiceName): Promise<void> {
    const { url } = this.#system.processOf(service);
    await eventually(
      async () => {
        const { ok, status } = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) });
        if (!ok) throw new Error(`${service} is not ready: ${status}`);
      },
      { deadlineMs: READY_DEADLINE_MS, intervalMs: 100 },
    );
  }

  /** Ends every process of the system. */
  async stop(): Promise<void> {
    for (const service of serviceNames) this.#killed.add(this.pidOf(service));
    await this.#system.stop();
  }

  #watch(service: ServiceName): void {
    const process = this.#system.processOf(service);
    void process.exited.then(({ code, signal }) => {
      if (!this.#killed.has(process.pid)) this.#restart(service, process, String(code ?? signal));
    });
  }

  #restart(service: ServiceName, { logFile }: ServiceProcess, ending: string): void {
    this.crashes.push(`${service} ended by itself with ${ending}: see ${logFile}`);
    this.start(service).catch((error: unknown) => {
      this.crashes.push(`${service} could not be started again: ${String(error)}`);
    });
  }
}
