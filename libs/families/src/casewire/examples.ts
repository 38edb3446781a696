/** An invocation that ended at its first attempt. */
const invocation = {
  invocationId: '019ac5b6-7c00-7a51-9f2e-3d8c41b0a7e2',
  webhookId: '019ac5a0-1200-7c3f-8b11-5e0f7a9d2c64',
  eventUid: '019ac5b6-7c00-7e04-a3d9-1f6b82c4507d',
  eventId: 'evt-2041',
  eventSource: '/workflows',
  eventType: 'workflow.completed',
  eventSubject: 'run-77',
  acceptedAt: '2026-11-29T10:15:00.000Z',
};

export const delivered = {
  ...invocation,
  status: 'delivered',
  reason: null,
  attempts: 1,
  responseCode: 200,
  lastAttemptAt: '2026-11-29T10:15:00.120Z',
};

export const failed = {
  ...invocation,
  status: 'failed',
  reason: 'retries-exhausted',
  attempts: 11,
  responseCode: 503,
  lastAttemptAt: '2026-12-02T11:40:12.480Z',
};

export const cancelled = {
  ...invocation,
  status: 'cancelled',
  reason: null,
  attempts: 0,
  responseCode: null,
  lastAttemptAt: null,
};

/** A webhook of which nothing has succeeded for a while. */
export const failing = {
  webhookId: '019ac5a0-1200-7c3f-8b11-5e0f7a9d2c64',
  failingSince: '2026-11-29T10:15:00.120Z',
  failuresInARow: 10,
  lastFailure: 'http-503',
  lastFailureAt: '2026-11-29T10:21:40.310Z',
  lastSuccessAt: '2026-11-29T10:14:12.040Z',
};

export const paused = {
  ...failing,
  failuresInARow: 1480,
  lastFailure: 'connection-error',
  lastFailureAt: '2026-12-04T10:15:02.700Z',
};

export const recovered = {
  ...failing,
  failuresInARow: 0,
  lastSuccessAt: '2026-11-29T10:24:05.900Z',
};
