/**
 * Whether an error is one of the operating system with this code, for instance `ENOENT`. It is recognised by its members:
 * each realm of jest has a class Error of its own.
 */
export function isSystemError(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
