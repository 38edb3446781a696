import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { eventually, workspaceCache } from '@casewire/testing';
import type { ProbeAnswer, ProbeCommand } from './hook.ts';

const ANSWER_DEADLINE_MS = 20_000;

const hook = pathToFileURL(join(workspaceCache, '../bench/src/probe/hook.ts')).href;

/** Looks into the services of a system that was started with `environment`. */
export class Probes {
  readonly #folder: string;
  #number = 0;

  /** @param runFolder of this run */
  constructor(runFolder: string) {
    this.#folder = join(runFolder, 'probes');
  }

  get environment(): Readonly<Record<string, string>> {
    return { NODE_OPTIONS: `--import=${hook}`, CASEWIRE_PROBE_DIR: this.#folder };
  }

  /**
   * Asks each process what it has requested so far, and for the profile if it has made one since it was last asked.
   * @param profile whether to profile from now on
   */
  async ask(
    processes: ReadonlyMap<string, number>,
    { profile = false } = {},
  ): Promise<Map<string, ProbeAnswer>> {
    this.#number += 1;
    const command: ProbeCommand = { number: this.#number, profile };
    await mkdir(this.#folder, { recursive: true });
    await writeFile(join(this.#folder, 'command.json'), JSON.stringify(command));
    for (const pid of processes.values()) process.kill(pid, 'SIGUSR2');
    const answers = new Map<string, ProbeAnswer>();
    for (const [name, pid] of processes) answers.set(name, await this.#answerOf(pid));
    return answers;
  }

  #answerOf(pid: number): Promise<ProbeAnswer> {
    const file = join(this.#folder, `${pid}.json`);
    return eventually(
      async () => {
        const answer = JSON.parse(await readFile(file, 'utf8')) as ProbeAnswer;
        if (answer.number !== this.#number) throw new Error(`process ${pid} does not answer its probe`);
        await rm(file);
        return answer;
      },
      { deadlineMs: ANSWER_DEADLINE_MS },
    );
  }
}
