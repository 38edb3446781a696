import { requireReady } from '@casewire/embedded';
import { join } from 'node:path';
import { followFile, type FollowedFile } from '../console/follow-file.ts';
import { type Context } from '../context.ts';
import { answersOk } from '../gateway/gateway-client.ts';
import { startProgram } from '../stack/programs.ts';
import { type Stack } from '../stack/stack.ts';
import { Supervisor } from '../stack/supervisor.ts';

/** The demonstration's receiver: this program again, with another command. */
export const receiver = { name: 'receiver', script: 'dist/apps/local/main.js', args: ['receiver'] } as const;

const readyDeadlineMs = 20_000;

/** A receiver whose lines are printed. */
export interface FollowedReceiver {
  readonly url: string;
  /** Its lines. */
  readonly log: FollowedFile;
}

/** Starts the receiver, waits until it listens, and prints its lines until the signal. */
export async function startReceiver(
  context: Context,
  stack: Stack,
  signal: AbortSignal,
): Promise<FollowedReceiver> {
  const { config, paths, terminal, environment } = context;
  const url = `http://127.0.0.1:${config.CASEWIRE_DEMO_PORT}`;
  const log = await followReceiver(context, signal);
  const supervisor = new Supervisor({
    name: receiver.name,
    start: () =>
      startProgram(paths, {
        ...receiver,
        env: {
          PATH: environment['PATH'] ?? '',
          CASEWIRE_DATA_DIR: paths.dataDir,
          CASEWIRE_DEMO_PORT: String(config.CASEWIRE_DEMO_PORT),
        },
      }),
    untilReady: (process) =>
      requireReady(process, {
        name: 'the receiver',
        isReady: () => answersOk(new URL(url)),
        deadlineMs: readyDeadlineMs,
        logFiles: [join(paths.logDir, `${receiver.name}.log`)],
        signal,
      }),
    report: terminal.warn,
  });
  await stack.start([supervisor]);
  return { url, log };
}

/** Prints the lines of a running receiver, until the signal. */
export function followReceiver({ paths, terminal }: Context, signal: AbortSignal): Promise<FollowedFile> {
  return followFile(
    join(paths.logDir, `${receiver.name}.log`),
    (line) => {
      terminal.line(terminal.paint('green', `  ${line}`));
    },
    signal,
  );
}
