import { QueryCache } from '@casewire/jmespath';

/** Compiled queries kept at most: those of the webhooks that events match. */
const QUERIES_KEPT = 1_000;

/** Filters and mappings by their text, compiled once while they are used. */
export const queries = new QueryCache(QUERIES_KEPT);
