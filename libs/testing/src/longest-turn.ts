// CPU and not time: what else the machine does must not count. But on a shared machine the CPU itself is slower at times, by
// up to eight times, and the kernel counts what another guest takes. So both functions divide by that.

/** CPU of the fixed loop where nothing disturbs it, in milliseconds. */
let undisturbedMs = Infinity;
for (let warmUp = 0; warmUp < 50; warmUp++) slowdown();

/** How many times slower this thread is now than at its best. */
function slowdown(): number {
  const before = process.threadCpuUsage();
  let value = 1;
  for (let step = 0; step < 300_000; step++) value = Math.imul(value, 1_103_515_245) + step;
  // A loop without a result could be optimized away.
  if (value === 0.5) throw new Error('an integer has no fraction');
  const ms = msSince(before);
  undisturbedMs = Math.min(undisturbedMs, ms);
  return ms / undisturbedMs;
}

function msSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
}

/**
 * Runs `work` and measures the most CPU that this thread spent between two turns of its event loop, in milliseconds of an
 * undisturbed machine.
 */
export async function longestTurnMs(work: () => Promise<unknown>): Promise<number> {
  const slowdownBefore = slowdown();
  let longest = 0;
  let before = process.threadCpuUsage();
  const turn = (): void => {
    longest = Math.max(longest, msSince(before));
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
  return longest / Math.max(slowdownBefore, slowdown());
}

/** CPU that this thread spends on synchronous work, in milliseconds of an undisturbed machine. */
export function cpuMs(work: () => unknown): number {
  const slowdownBefore = slowdown();
  const before = process.threadCpuUsage();
  work();
  const ms = msSince(before);
  return ms / Math.max(slowdownBefore, slowdown());
}
