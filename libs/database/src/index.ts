export type { Pool, PoolClient } from 'pg';
export { advisoryLocks } from './advisory-locks.ts';
export { BEGIN_FINDING_BY_KEY, createPool, isReachable, withConnection } from './pool.ts';
export { inOneRoundTrip, inTransaction, inTwoRoundTrips, sendAll, type Statement } from './transaction.ts';
export {
  isMissingPartition,
  isTransientDatabaseError,
  isUniqueViolation,
  sqlState,
} from './database-error.ts';
export { migrateDown, migrateUp, type Migration } from './migrations.ts';
export { createDataSource } from './data-source.ts';
export {
  daysOf,
  dropOldPartitions,
  ensureDayPartitions,
  ensurePartitionsAround,
  listDayPartitions,
  withPartitions,
  type DayPartition,
  type DayPartitionedTable,
} from './day-partitions.ts';
export { createPartitions, dropPartition, type Queryable } from './partition.ts';
export { storableText, type TextBound } from './storable-text.ts';
export {
  keysetScan,
  MAX_PAGE_BYTES,
  toListed,
  type KeysetPage,
  type KeysetScan,
  type Listed,
} from './keyset.ts';
export { arrayParameter } from './array-parameter.ts';
export { hasText } from './scoped-hash.ts';
export { aliased, arrays, column, columnsWithin, names, rowsOf, type Column } from './columns.ts';
