const unitBytes: Record<string, number> = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9 };

/** The size in a line of Maven's output such as `Downloaded from central: https://... (5.3 MB at 2.9 MB/s)`, else 0. */
export function transferredBytes(line: string): number {
  const match = /Downloaded from .*\((?<amount>[\d.]+) (?<unit>B|kB|MB|GB)(?: at .*)?\)/.exec(line);
  const { amount, unit } = match?.groups ?? {};
  return amount === undefined || unit === undefined ? 0 : Number(amount) * (unitBytes[unit] ?? 0);
}
