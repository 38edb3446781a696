/** Attributes of one event. */
export const MAX_ATTRIBUTES = 64;

/** Bytes of the value of an attribute. */
export const MAX_VALUE_BYTES = 512;

/** Events of one request. */
export const MAX_BATCH_EVENTS = 1_000;
