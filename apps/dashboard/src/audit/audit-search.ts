import type { AuditAction } from '../api/types.ts';
import { oneOf, pickSearch } from '../app/search.ts';
import { text } from './text.ts';

export const auditActions = Object.keys(text.actions) as AuditAction[];

/** The filters of the audit, as they stand in its address. */
export interface AuditSearch {
  readonly action?: AuditAction;
  readonly actor?: string;
  readonly resource?: string;
  readonly since?: string;
}

/** Reads an address; what is not understood is left out. */
export function readAuditSearch(search: Readonly<Record<string, unknown>>): AuditSearch {
  const action = oneOf(auditActions, search['action']);
  return { ...pickSearch(search, ['actor', 'resource', 'since']), ...(action !== undefined && { action }) };
}

/** The filters of all tenants' audit. */
export interface OperatorAuditSearch extends AuditSearch {
  readonly tenant?: string;
}

export function readOperatorAuditSearch(search: Readonly<Record<string, unknown>>): OperatorAuditSearch {
  return { ...readAuditSearch(search), ...pickSearch(search, ['tenant']) };
}
