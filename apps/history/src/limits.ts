/** Invocations that one request cancels at most: an answer must not take minutes. */
export const MAX_CANCELLED = 10_000;
