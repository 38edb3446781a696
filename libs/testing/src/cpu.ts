// CPU and not time: what else the machine does must not count. But on a shared machine the CPU itself is slower at times, by
// up to eight times, and the kernel counts what another guest takes. So figures are divided by how much slower it is.

/** How long a measured slowdown holds, in milliseconds. Measuring takes a tenth of that. */
const HOLDS_MS = 400;

/** CPU of the fixed loop where nothing disturbs it, in milliseconds. */
let undisturbedMs = Infinity;
let known = { slowdown: 1, until: -Infinity };
for (let warmUp = 0; warmUp < 20; warmUp++) measureSlowdown();

/** How many times slower this thread is now than at its best. */
function slowdown(): number {
  if (performance.now() > known.until)
    known = { slowdown: measureSlowdown(), until: performance.now() + HOLDS_MS };
  return known.slowdown;
}

/** The loop takes about 40 ms, because the kernel counts CPU in steps of 4 ms. */
function measureSlowdown(): number {
  const before = process.threadCpuUsage();
  let value = 1;
  for (let step = 0; step < 8_000_000; step++) value = Math.imul(value, 1_103_515_245) + step;
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
 * Runs `work` and measures the CPU that this thread spent: the most between two turns of its event loop, and all of it.
 * Both are milliseconds of an undisturbed machine.
 */
export async function cpuOfTurns(
  work: () => Promise<unknown>,
): Promise<{ readonly longestMs: number; readonly totalMs: number }> {
  const slowdownBefore = slowdown();
  const begun = process.threadCpuUsage();
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
  const total = msSince(begun);
  const slower = Math.max(slowdownBefore, slowdown());
  return { longestMs: longest / slower, totalMs: total / slower };
}

/** CPU that this thread spends on synchronous work, in milliseconds of an undisturbed machine. */
export function cpuMs(work: () => unknown): number {
  const slowdownBefore = slowdown();
  const before = process.threadCpuUsage();
  work();
  const ms = msSince(before);
  return ms / Math.max(slowdownBefore, slowdown());
}

/** How often work is measured before it is believed that it costs more than a bound. */
const MEASUREMENTS = 3;

/**
 * The least of several measurements of the same work, of which the first below `bound` is the last: garbage collection,
 * compilers and other guests of the machine only add to what work costs.
 */
export async function leastMs(bound: number, measure: () => number | Promise<number>): Promise<number> {
  let least = Infinity;
  for (let count = 0; count < MEASUREMENTS && least >= bound; count++) {
    least = Math.min(least, await measure());
  }
  return least;
}
