import type { Place } from '../api/types.ts';

export function auditKey({ tenant, environment }: Place, ...rest: readonly unknown[]) {
  return [tenant, environment, 'audit', ...rest];
}
