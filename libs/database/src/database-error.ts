/**
 * SQLSTATE classes that pass by themselves (PostgreSQL, appendix A): 08 connection, 40 serialization and deadlock,
 * 53 resources, 57 operator (shutdown, timeout), 58 system.
 */
const transientClasses = new Set(['08', '40', '53', '57', '58']);

/** Single SQLSTATEs outside those classes: lock timeout, idle-in-transaction timeout, a standby that is being promoted. */
const transientStates = new Set(['55P03', '25P03', '25006']);

/** A database that was dropped does not come back, although the code is of class 57. */
const permanentStates = new Set(['57P04']);

const transientSystemCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** The driver has no codes for these. */
const transientMessages = [
  'Connection terminated',
  'timeout exceeded when trying to connect',
  'Query read timeout',
  'Client has encountered a connection error',
  'Client was closed and is not queryable',
];

/**
 * True if the same work may succeed later without anyone mending data or code: the server is away, restarting,
 * overloaded, or chose this transaction as a deadlock's victim. Looks through `cause`, TypeORM's `driverError` and
 * the parts of an AggregateError.
 */
export function isTransientDatabaseError(error: unknown): boolean {
  if (!Error.isError(error)) return false;
  if (isTransientItself(error)) return true;
  return [error.cause, driverError(error), ...partsOf(error)].some(isTransientDatabaseError);
}

/** SQLSTATE of a refusal by the server, undefined where the error did not come from the server. */
export function sqlState(error: unknown): string | undefined {
  const code = codeOf(error);
  return code !== undefined && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

/** True for an insert or update that a unique index refused (SQLSTATE 23505), of that name if given. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  if (sqlState(error) !== '23505') return false;
  return constraint === undefined || (error as { constraint?: unknown }).constraint === constraint;
}

function isTransientItself(error: Error): boolean {
  const code = codeOf(error);
  if (code !== undefined && transientSystemCodes.has(code)) return true;
  const state = sqlState(error);
  if (state === undefined) return transientMessages.some((message) => error.message.startsWith(message));
  if (permanentStates.has(state)) return false;
  return transientClasses.has(state.slice(0, 2)) || transientStates.has(state);
}

function codeOf(error: unknown): string | undefined {
  if (!Error.isError(error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

function driverError(error: Error): unknown {
  return 'driverError' in error ? error.driverError : undefined;
}

/** The errors in an AggregateError: a connection was tried on several addresses. */
function partsOf(error: Error): unknown[] {
  return 'errors' in error && Array.isArray(error.errors) ? error.errors : [];
}

/** "No partition of relation found for row": SQLSTATE 23514 as for a check constraint, but without one's name. */
export function isMissingPartition(error: unknown): boolean {
  if (sqlState(error) !== '23514') return false;
  return (error as { constraint?: unknown }).constraint === undefined;
}
