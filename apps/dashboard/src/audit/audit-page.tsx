import { useNavigate, useSearch } from '@tanstack/react-router';
import { bodyOf } from '../api/api.ts';
import type { AuditEntry } from '../api/types.ts';
import { useApi, usePlace } from '../app/place.ts';
import { useRecordPages } from '../lists/use-record-pages.ts';
import { AuditFilters } from './audit-filters.tsx';
import { AuditList } from './audit-list.tsx';
import type { AuditSearch } from './audit-search.ts';
import { entryColumns, idOf } from './entry-columns.tsx';
import { auditKey } from './queries.ts';
import { text } from './text.ts';

const FROM = '/t/$tenant/$environment/audit';

export function AuditPage() {
  const { time: _time, ...search } = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  const api = useApi();
  const pages = useRecordPages<AuditEntry>({
    queryKey: auditKey(usePlace(), 'list', search),
    read: (query, signal) =>
      bodyOf(api.GET('/v1/audit', { params: { query: { ...search, ...query } }, signal })),
    keyOf: idOf,
    newestFirst: true,
  });
  const setSearch = (changed: AuditSearch) => void navigate({ search: changed, replace: true });
  return (
    <AuditList
      lead={text.lead}
      filters={<AuditFilters search={search} onChange={setSearch} />}
      pages={pages}
      columns={entryColumns}
      isFiltered={Object.keys(search).length > 0}
      onClear={() => setSearch({})}
    />
  );
}
