export const usage = 'usage: migrator [up | down [number of migrations, default 1]]';

export type Command = { kind: 'up' } | { kind: 'down'; count: number } | { kind: 'unknown' };

/** Reads the command line; without one, `up`. */
export function parseCommand([name = 'up', count = '1', ...rest]: readonly string[]): Command {
  if (rest.length > 0) return { kind: 'unknown' };
  if (name === 'up' && count === '1') return { kind: 'up' };
  if (name === 'down' && /^[1-9]\d{0,3}$/.test(count)) return { kind: 'down', count: Number(count) };
  return { kind: 'unknown' };
}
