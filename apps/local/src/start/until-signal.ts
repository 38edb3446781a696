/** Aborts at the first SIGINT, SIGTERM or SIGHUP, or when the launcher has ended; later signals call `onRepeat`. */
export function untilSignal(onRepeat: () => void): AbortController {
  const controller = new AbortController();
  const end = () => {
    if (controller.signal.aborted) onRepeat();
    else controller.abort();
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  process.on('SIGHUP', end);
  process.once('disconnect', () => {
    controller.abort();
  });
  return controller;
}
