/** How long an inspector lives: 24 hours. */
export const LIFETIME_MS = 24 * 60 * 60 * 1_000;

/** Inspectors that a tenant may have at once. */
export const MAX_INSPECTORS = 5;

/** Requests that are kept of an inspector: the newest ones. */
export const KEPT_REQUESTS = 100;

/** Largest body of a request: 256 KiB. */
export const MAX_REQUEST_BYTES = 256 * 1024;

/** Requests of one inspector that a process answers at once. */
export const MAX_AT_ONCE = 10;

/** Requests of all inspectors that a process answers at once. */
export const PLACES = 256;

/** Longest wait before an answer. Deliveries have time limits of their own, 10 s by default. */
export const MAX_DELAY_MS = 30_000;

/** Largest body of an answer, as JSON. */
export const MAX_ANSWER_CHARACTERS = 4_096;

export const MAX_LOCATION_CHARACTERS = 2_048;

/** Longest `Retry-After`: a day, as deliveries heed it. */
export const MAX_RETRY_AFTER_SECONDS = 24 * 60 * 60;
