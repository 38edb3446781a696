import { readLogTail, startProcess } from '@casewire/embedded';
import { join } from 'node:path';
import { Failure } from '../failure.ts';
import { type Context } from '../context.ts';

/** Runs the migrator to its end. @throws Failure with the end of its log */
export async function migrate({ paths, terminal, environment }: Context, databaseUrl: string): Promise<void> {
  const step = terminal.step('Database');
  const logFile = join(paths.logDir, 'migrator.log');
  const migrator = await startProcess({
    command: process.execPath,
    args: [join(paths.root, 'dist/apps/migrator/main.js'), 'up'],
    env: { PATH: environment['PATH'], DATABASE_URL: databaseUrl },
    logFile,
    stopDeadlineMs: 1000,
  });
  const { code } = await migrator.exited;
  if (code !== 0) {
    step.drop();
    throw new Failure(`the database could not be migrated:\n${await readLogTail(logFile)}`);
  }
  step.done('up to date');
}
