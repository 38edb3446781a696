import { type Terminal } from './console/terminal.ts';
import { type Config } from './config.ts';
import { type Paths } from './paths.ts';

/** What every command gets. */
export interface Context {
  config: Config;
  paths: Paths;
  terminal: Terminal;
  /** This process's environment, from which the services' are made. */
  environment: Readonly<Record<string, string | undefined>>;
}
