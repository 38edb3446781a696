import { useNavigate, useSearch } from '@tanstack/react-router';
import { useApi, usePlace } from '../app/place.ts';
import { AuditList } from './audit-list.tsx';
import { entryColumns } from './entry-columns.tsx';
import { auditKey } from './queries.ts';
import { text } from './text.ts';

const FROM = '/t/$tenant/$environment/audit';

export function AuditPage() {
  const { time: _time, ...search } = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  return (
    <AuditList
      lead={text.lead}
      api={useApi()}
      queryKey={auditKey(usePlace(), 'list', search)}
      columns={entryColumns}
      search={search}
      onSearch={(changed) => void navigate({ search: changed, replace: true })}
    />
  );
}
