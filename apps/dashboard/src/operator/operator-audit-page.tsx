import { useNavigate, useSearch } from '@tanstack/react-router';
import { bodyOf, sessionApi } from '../api/api.ts';
import type { AuditEntry } from '../api/types.ts';
import { AuditFilters } from '../audit/audit-filters.tsx';
import { AuditList } from '../audit/audit-list.tsx';
import type { OperatorAuditSearch } from '../audit/audit-search.ts';
import { idOf, operatorEntryColumns } from '../audit/entry-columns.tsx';
import { text } from '../audit/text.ts';
import { useRecordPages } from '../lists/use-record-pages.ts';

/** The audit of all tenants, for the operator. */
export function OperatorAuditPage() {
  const { time: _time, ...search } = useSearch({ from: '/_operator/audit' });
  const navigate = useNavigate({ from: '/audit' });
  const pages = useRecordPages<AuditEntry>({
    queryKey: ['audit', search],
    read: (query, signal) =>
      bodyOf(sessionApi.GET('/v1/audit', { params: { query: { ...search, ...query } }, signal })),
    keyOf: idOf,
    newestFirst: true,
  });
  const setSearch = (changed: OperatorAuditSearch) => void navigate({ search: changed, replace: true });
  return (
    <AuditList
      lead={text.operatorLead}
      filters={<AuditFilters search={search} onChange={setSearch} ofAll />}
      pages={pages}
      columns={operatorEntryColumns}
      isFiltered={Object.keys(search).length > 0}
      onClear={() => setSearch({})}
    />
  );
}
