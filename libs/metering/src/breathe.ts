/**
 * Milliseconds of synchronous work after which others get their turn. With one evaluation on top, which its budget keeps
 * below 20 ms, the event loop turns at least every 25 ms.
 */
const MAX_STRETCH_MS = 5;

const waiting: (() => void)[] = [];
let stretchBegan = -Infinity;

/**
 * Call this before each piece of work that a tenant can make expensive: it resolves at once while the process has worked
 * for less than 5 ms without a turn of the event loop, else after such a turn, one caller a turn. So heartbeats, health
 * checks and other requests go on, however many batches and requests are worked on at a time.
 */
export function breathe(): Promise<void> {
  if (performance.now() - stretchBegan < MAX_STRETCH_MS) return Promise.resolve();
  return new Promise((resolve) => {
    if (waiting.push(resolve) === 1) setImmediate(beginStretch);
  });
}

function beginStretch(): void {
  stretchBegan = performance.now();
  waiting.shift()?.();
  // An immediate that is set here runs in the next turn, after I/O and timers.
  if (waiting.length > 0) setImmediate(beginStretch);
}
