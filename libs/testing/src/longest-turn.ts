/**
 * Runs `work` and measures the most CPU, in milliseconds, that this thread spent between two turns of its event loop.
 * CPU and not time: what else the machine does must not count.
 */
export async function longestTurnMs(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let before = process.threadCpuUsage();
  const turn = (): void => {
    const { user, system } = process.threadCpuUsage(before);
    longest = Math.max(longest, (user + system) / 1_000);
    before = process.threadCpuUsage();
  };
  let ticking = setImmediate(function tick() {
    turn();
    ticking = setImmediate(tick);
  });
  try {
    await work();
    turn();
  } finally {
    clearImmediate(ticking);
  }
  return longest;
}

/** CPU in milliseconds that this thread spends on synchronous work. */
export function cpuMs(work: () => unknown): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
}
