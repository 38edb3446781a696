import type { Logger } from '@casewire/observability';
import type { LoggerService } from '@nestjs/common';

/**
 * Puts Nest's own lines into the service's log. Those that Nest calls "log" tell of its wiring: they are details here.
 */
export function nestLogger(logger: Logger): LoggerService {
  const write =
    (level: 'debug' | 'warn' | 'error' | 'fatal') =>
    (message: unknown, ...details: unknown[]): void => {
      const [context] = details.slice(-1);
      const fields = message instanceof Error ? { error: message, context } : { context };
      logger[level](fields, message instanceof Error ? message.message : String(message));
    };
  return {
    log: write('debug'),
    debug: write('debug'),
    verbose: write('debug'),
    warn: write('warn'),
    error: write('error'),
    fatal: write('fatal'),
  };
}
