import { type Terminal } from './console/terminal.ts';
import { type Config } from './config.ts';
import { type Paths } from './paths.ts';

/** The context of every command. */
export interface Context {
  config: Config;
  paths: Paths;
  terminal: Terminal;
  /** The environment of this process. The environments of the services are made from it. */
  environment: Readonly<Record<string, string | undefined>>;
}
