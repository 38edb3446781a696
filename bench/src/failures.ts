import { EmbeddedError, isSystemError } from '@casewire/embedded';

/** A problem of the person at the terminal. */
export class Refusal extends Error {}

/** The person at the terminal, or the system, has ended the run. */
export class Interruption extends Error {
  /** As a shell reports it. */
  readonly exitCode: number;

  constructor(signal: 'SIGINT' | 'SIGTERM') {
    super(`interrupted by ${signal}: everything is stopped, nothing was written`);
    this.exitCode = signal === 'SIGINT' ? 130 : 143;
  }
}

/** The line that tells what went wrong, and the exit code. A fault of the program itself comes with its stack. */
export function explain(error: unknown): { readonly line: string; readonly exitCode: number } {
  if (error instanceof Interruption) return { line: error.message, exitCode: error.exitCode };
  if (error instanceof Refusal) return { line: error.message, exitCode: 2 };
  if (isSystemError(error, 'ENOENT') && String((error as NodeJS.ErrnoException).syscall).startsWith('spawn'))
    return {
      line: `${String((error as NodeJS.ErrnoException).path)} was not found: install it, or add it to PATH`,
      exitCode: 1,
    };
  // Conditions that did not come about in time are plain errors.
  const isExpected =
    error instanceof EmbeddedError || (error instanceof Error && error.constructor === Error);
  return { line: isExpected ? error.message : stackOf(error), exitCode: 1 };
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
