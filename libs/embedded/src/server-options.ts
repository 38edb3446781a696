/** The options of an embedded server, whichever it is. */
export interface ServerOptions {
  /** Holds everything that survives a restart. */
  dataDir: string;
  /** Listens on 127.0.0.1 at this port. */
  port: number;
  /** Where its logs go; default: the data folder. */
  logDir?: string | undefined;
  /** How long a stop may take before SIGKILL; default 6,000. */
  stopDeadlineMs?: number | undefined;
  /** Gives up a start that is under way; nothing stays behind. */
  signal?: AbortSignal | undefined;
}

/** How long a start may take. The recovery of PostgreSQL after a crash is part of it. */
export const START_DEADLINE_MS = 120_000;
