/** The local system: `npm start` and its companions, behind the launcher in `bin/`. */
import { ConfigError, loadConfig } from '@casewire/config';
import { EmbeddedError } from '@casewire/embedded';
import { configSchema } from './config.ts';
import { Terminal } from './console/terminal.ts';
import { type Context } from './context.ts';
import { demo } from './demo/demo.ts';
import { Failure } from './failure.ts';
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

async function run(command: string | undefined, args: readonly string[], context: Context): Promise<boolean> {
  const { config, paths } = context;
  switch (command) {
    case 'start':
      await start(context, { withDemo: wantsDemo(args) });
      return true;
    case 'test':
      return test(context, args);
    case 'send':
      await send(context);
      return true;
    case 'demo':
      await demo(context);
      return true;
    case 'reset':
      await reset(context);
      return true;
    case 'receiver':
      await runReceiver(config.CASEWIRE_DEMO_PORT, paths.demo);
      return true;
    case undefined:
    default:
      throw new Failure(`there is no command ${String(command)}`);
  }
}

async function main(): Promise<boolean> {
  const terminal = new Terminal(process.stdout);
  const [command, ...args] = process.argv.slice(2);
  try {
    const config = loadConfig(configSchema, process.env);
    const paths = pathsOf(process.cwd(), config.CASEWIRE_DATA_DIR);
    return await run(command, args, { config, paths, terminal, environment: process.env });
  } catch (error) {
    const isExpected =
      error instanceof Failure || error instanceof ConfigError || error instanceof EmbeddedError;
    console.error(isExpected ? error.message : error);
    return false;
  }
}

// Exits at once: an interrupted start may still be waiting for an answer that never comes.
process.exit((await main()) ? 0 : 1);
