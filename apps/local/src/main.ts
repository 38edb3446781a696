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

async function run(command: string | undefined, args: readonly string[], context: Context): Promise<boolean> {
  const { config, paths } = context;
  switch (command) {
    case 'start':
      await start(context, { withDemo: !args.includes('--no-demo') });
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

const terminal = new Terminal(process.stdout);
const [command, ...args] = process.argv.slice(2);
try {
  const config = loadConfig(configSchema, process.env);
  const paths = pathsOf(process.cwd(), config.CASEWIRE_DATA_DIR);
  const succeeded = await run(command, args, { config, paths, terminal, environment: process.env });
  if (!succeeded) process.exitCode = 1;
} catch (error) {
  const isExpected =
    error instanceof Failure || error instanceof ConfigError || error instanceof EmbeddedError;
  console.error(isExpected ? error.message : error);
  process.exitCode = 1;
} finally {
  // The launcher's channel would keep this process alive.
  if (process.connected) process.disconnect();
}
