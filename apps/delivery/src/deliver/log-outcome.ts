import type { ReleaseOutcome } from '@casewire/events';
import type { Logger } from '@casewire/observability';

/** One line per attempt, or per release that made none. Of the URL it has the host alone: paths can carry secrets. */
export function logOutcome(logger: Logger, { delivery, attempt, next }: ReleaseOutcome): void {
  const about = {
    invocationId: delivery.invocationId,
    eventUid: delivery.eventUid,
    webhookId: delivery.webhookId,
    release: delivery.release,
    next: next.kind,
    ...('reason' in next && { reason: next.reason }),
    ...('at' in next && { nextAt: next.at }),
  };
  if (attempt === undefined) {
    logger.info(about, 'nothing sent');
    return;
  }
  logger.info(
    {
      ...about,
      attempt: attempt.number,
      outcome: attempt.outcome,
      status: attempt.responseCode,
      durationMs: attempt.durationMs,
      host: hostOf(attempt.request.url),
    },
    'attempt made',
  );
}

function hostOf(url: string): string {
  const start = url.indexOf('://') + 3;
  const end = url.indexOf('/', start);
  return end === -1 ? url.slice(start) : url.slice(start, end);
}
