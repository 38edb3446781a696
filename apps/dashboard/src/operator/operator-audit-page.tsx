import { useNavigate, useSearch } from '@tanstack/react-router';
import { sessionApi } from '../api/api.ts';
import { AuditList } from '../audit/audit-list.tsx';
import { operatorEntryColumns } from '../audit/entry-columns.tsx';
import { text } from '../audit/text.ts';

/** The audit of all tenants, for the operator. */
export function OperatorAuditPage() {
  const { time: _time, ...search } = useSearch({ from: '/_operator/audit' });
  const navigate = useNavigate({ from: '/audit' });
  return (
    <AuditList
      lead={text.operatorLead}
      api={sessionApi}
      queryKey={['audit', search]}
      columns={operatorEntryColumns}
      search={search}
      onSearch={(changed) => void navigate({ search: changed, replace: true })}
      ofAll
    />
  );
}
