/**
 * Milliseconds of synchronous work after which others get their turn. With one evaluation on top, which its budget keeps
 * below 20 ms, the event loop turns at least every 25 ms.
 */
const MAX_STRETCH_MS = 5;

interface Waiting {
  readonly breather: Breather;
  readonly resume: () => void;
}

const waiting: Waiting[] = [];
let working: Breather | undefined;
let stretchBegan = 0;
let isScheduled = false;

/**
 * Breaks work that tenants can make expensive up, so that heartbeats, acknowledgements, health checks and other requests
 * go on. Each batch and each request has one of its own, and pauses before each piece of such work: a program that is
 * compiled or evaluated. However many there are, they work for some milliseconds in a turn of the event loop, all
 * together.
 */
export class Breather {
  /** Resolves at once while this one works, else when its turn comes, in the order of asking. */
  pause(): Promise<void> {
    if (working === this && isFresh()) return Promise.resolve();
    return new Promise((resume) => {
      waiting.push({ breather: this, resume });
      if (isScheduled) return;
      isScheduled = true;
      setImmediate(beginStretch);
    });
  }
}

function isFresh(): boolean {
  return performance.now() - stretchBegan < MAX_STRETCH_MS;
}

function beginStretch(): void {
  stretchBegan = performance.now();
  resumeNext();
}

function resumeNext(): void {
  const next = waiting.shift();
  working = next?.breather;
  next?.resume();
  // Runs when the one that was resumed has done its piece.
  queueMicrotask(goOn);
}

function goOn(): void {
  isScheduled = waiting.length > 0;
  if (!isScheduled) return;
  if (isFresh()) resumeNext();
  // An immediate that is set in one runs in the next turn, after I/O and timers.
  else setImmediate(beginStretch);
}
