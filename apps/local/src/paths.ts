import { join, resolve } from 'node:path';

/** The files and folders of a local system. */
export interface Paths {
  /** The workspace. */
  root: string;
  dataDir: string;
  logDir: string;
  /** Process ids of running programs. */
  runDir: string;
  /** Downloads; shared by all data folders. */
  cacheDir: string;
  runLock: string;
  secrets: string;
  demo: string;
}

/** @param dataDir absolute, or relative to the workspace */
export function pathsOf(root: string, dataDir: string): Paths {
  const data = resolve(root, dataDir);
  return {
    root,
    dataDir: data,
    logDir: join(data, 'logs'),
    runDir: join(data, 'run'),
    cacheDir: join(root, '.cache'),
    runLock: join(data, 'run.lock'),
    secrets: join(data, 'secrets.json'),
    demo: join(data, 'demo.json'),
  };
}
