import type { Query } from '@casewire/subscription-store';
import type { EntityManager } from 'typeorm';

/** Statements of the store, in the transaction of a manager if it has one. */
export function queryOf(manager: EntityManager): Query {
  return (text, values) => manager.query(text, [...values]);
}
