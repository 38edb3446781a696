/** Whether an error is the operating system's with this code, such as `ENOENT`; by its shape, as jest's realms have an Error each. */
export function isSystemError(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
