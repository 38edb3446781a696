/** Applies every migration and ends: run it before the services of a new version start. */
import { ConfigError, loadConfig } from '@casewire/config';
import { migrateDown, migrateUp } from '@casewire/database';
import { allMigrations } from './all-migrations.ts';
import { parseCommand, usage, type Command } from './command.ts';
import { configSchema } from './config.ts';

async function run(command: Command): Promise<void> {
  if (command.kind === 'unknown') {
    console.error(usage);
    process.exitCode = 2;
    return;
  }
  const { DATABASE_URL: url } = loadConfig(configSchema, process.env);
  const names =
    command.kind === 'up'
      ? await migrateUp(url, allMigrations)
      : await migrateDown(url, allMigrations, command.count);
  const verb = command.kind === 'up' ? 'applied' : 'taken back';
  for (const name of names) console.log(`${verb} ${name}`);
  if (names.length === 0)
    console.log(command.kind === 'up' ? 'the database is up to date' : 'nothing to take back');
}

try {
  await run(parseCommand(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exitCode = 1;
}
