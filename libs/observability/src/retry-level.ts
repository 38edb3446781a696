/** A start takes no longer, in seconds: what is still missing then needs somebody's attention. */
const START_SECONDS = 30;

/**
 * The level of a line about a failure after which something is tried again. At the start of a process, what has not worked yet is
 * waiting for others that are starting too: topics, group coordinators, the database. That is no warning.
 * @param hasWorked whether it has succeeded before in this process
 */
export function retryLevel(hasWorked: boolean, uptimeSeconds = process.uptime()): 'info' | 'warn' {
  return hasWorked || uptimeSeconds > START_SECONDS ? 'warn' : 'info';
}
