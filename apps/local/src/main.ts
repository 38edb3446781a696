/** The local system: `npm start` and its companions, behind the launcher in `bin/`. */
import { ConfigError, loadConfig } from '@casewire/config';
import { EmbeddedError } from '@casewire/embedded';
import { configSchema } from './config.ts';
import { Terminal } from './console/terminal.ts';
import { type Context } from './context.ts';
import { demo } from './demo/demo.ts';
import { Failure } from './failure.ts';
import { open } from './open/open.ts';
import { pathsOf } from './paths.ts';
import { runReceiver } from './receiver/run-receiver.ts';
import { reset } from './reset/reset.ts';
import { send } from './send/send.ts';
import { start } from './start/start.ts';
import { test } from './test/test.ts';

const usage = 'usage: npm start [-- --no-demo]';

/** @throws Failure for anything but `--no-demo`: a misspelt flag must not be ignored */
function wantsDemo(args: readonly string[]): boolean {
  if (args.some((arg) => arg !== '--no-demo')) throw new Failure(usage);
  return args.length === 0;
}

/** A command answers false where it has failed in a way that it has told of itself. */
type Command = (context: Context, args: readonly string[]) => Promise<unknown>;

const commands: Readonly<Partial<Record<string, Command>>> = {
  start: (context, args) => start(context, { withDemo: wantsDemo(args) }),
  test,
  send,
  open,
  demo,
  reset,
  receiver: ({ config, paths }) => runReceiver(config.CASEWIRE_DEMO_PORT, paths.demo),
};

async function main(): Promise<boolean> {
  const terminal = new Terminal(process.stdout);
  const [name, ...args] = process.argv.slice(2);
  try {
    const command = commands[String(name)];
    if (command === undefined) throw new Failure(`there is no command ${String(name)}`);
    const config = loadConfig(configSchema, process.env);
    const paths = pathsOf(process.cwd(), config.CASEWIRE_DATA_DIR);
    return (await command({ config, paths, terminal, environment: process.env }, args)) !== false;
  } catch (error) {
    const isExpected =
      error instanceof Failure || error instanceof ConfigError || error instanceof EmbeddedError;
    console.error(isExpected ? error.message : error);
    return false;
  }
}

// Exits at once: an interrupted start may still be waiting for an answer that never comes.
process.exit((await main()) ? 0 : 1);
