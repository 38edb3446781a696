/** Invocations that one request cancels at most: an answer must not take minutes. */
export const MAX_CANCELLED = 10_000;

/** Things of each kind that a search lists at most. */
export const MAX_FOUND = 10;

/** Events that a correlation id stands for at most, in the list of invocations. */
export const MAX_CORRELATED = 1_000;

/** Ids that the list of invocations is restricted to at most. */
export const MAX_IDS = 100;
