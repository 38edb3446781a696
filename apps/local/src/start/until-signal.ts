/** One Ctrl-C may arrive more than once, from the terminal and from npm: within this time it is the same one. */
const sameKeystrokeMs = 1000;

/**
 * Aborts at the first SIGINT, SIGTERM or SIGHUP, or when the launcher has ended.
 * @param onImpatience called when a person presses Ctrl-C again
 */
export function untilSignal(onImpatience: () => void): AbortController {
  const controller = new AbortController();
  let abortedAt = Infinity;
  const end = () => {
    abortedAt = Math.min(abortedAt, performance.now());
    controller.abort();
  };
  process.on('SIGINT', () => {
    if (performance.now() - abortedAt > sameKeystrokeMs) onImpatience();
    end();
  });
  process.on('SIGTERM', end);
  process.on('SIGHUP', end);
  process.once('disconnect', end);
  return controller;
}
