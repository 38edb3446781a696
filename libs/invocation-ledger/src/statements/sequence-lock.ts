/**
 * Advisory lock under which `seq` is allotted, held to the end of the transaction: the order of `seq` is then the order
 * in which rows become visible, and a page by `seq` cannot skip one. Always the last lock that a transaction takes.
 * The ledger is one shard; a second one, by tenant, would have a lock and a sequence of its own.
 */
export const SEQUENCE_LOCK = 7_226_170_530;
