import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { createLogger } from './logger.ts';

function linesOf(write: (logger: ReturnType<typeof createLogger>) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  write(createLogger({ name: 'spec', level: 'info', destination }));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('createLogger', () => {
  it('writes one JSON line per fact, with the level by name', () => {
    const lines = linesOf((logger) => {
      logger.info({ invocationId: 'i-1' }, 'delivered');
      logger.debug('not at this level');
    });
    expect(lines).toEqual([
      expect.objectContaining({ level: 'info', name: 'spec', invocationId: 'i-1', msg: 'delivered' }),
    ]);
  });

  it('keeps secrets out, at the top and one level below', () => {
    const [line] = linesOf((logger) => {
      logger.info({
        secret: 'hunter2',
        authorization: 'hunter2',
        headers: {
          authorization: 'hunter2',
          'ds-api-token': 'hunter2',
          'casewire-identity': 'hunter2',
          host: 'a',
        },
      });
    });
    expect(line).toMatchObject({ headers: { host: 'a' } });
    expect(JSON.stringify(line)).not.toContain('hunter2');
  });

  it('leaves out what drivers attach to their errors', () => {
    const cause = Object.assign(new Error('duplicate key'), {
      code: '23505',
      detail: 'Key (subject)=(jane)',
    });
    const [line] = linesOf((logger) => {
      logger.error({ error: new Error('insert failed', { cause }) }, 'batch failed');
    });
    expect(line).toMatchObject({
      error: { type: 'Error', message: 'insert failed', cause: { code: '23505', message: 'duplicate key' } },
    });
    expect(JSON.stringify(line)).not.toContain('jane');
  });

  it.each(['process.exit(0)', 'process.exitCode = 0', 'throw new Error("fault")'])(
    'leaves no line behind when the process ends with %s',
    (end) => {
      const program = `
        import { createLogger } from ${JSON.stringify(fileURLToPath(new URL('logger.ts', import.meta.url)))};
        const logger = createLogger({ name: 'spec', level: 'info' });
        process.on('uncaughtException', () => process.exit(0));
        setTimeout(() => {
          for (let count = 0; count < 1000; count++) logger.info({ count }, 'counted');
          ${end};
        });`;
      const output = execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const counts = output
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as { count: number }).count);
      expect(counts).toEqual(Array.from({ length: 1000 }, (_, index) => index));
    },
  );
});
