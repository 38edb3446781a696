import { withFilter } from '../app/search.ts';
import { ChoiceFilter, InstantFilter, TextFilter } from '../lists/filters.tsx';
import { auditActions, type OperatorAuditSearch } from './audit-search.ts';
import { text } from './text.ts';

interface AuditFiltersProps {
  readonly search: OperatorAuditSearch;
  readonly onChange: (search: OperatorAuditSearch) => void;
  /** Whether the entries are those of all tenants. */
  readonly ofAll?: boolean;
}

export function AuditFilters({ search, onChange, ofAll = false }: AuditFiltersProps) {
  const set = (name: keyof OperatorAuditSearch) => (value: string | undefined) =>
    onChange(withFilter(search, name, value));
  return (
    <>
      {ofAll && <TextFilter label={text.filters.tenant} value={search.tenant} onChange={set('tenant')} />}
      <ChoiceFilter
        label={text.filters.action}
        value={search.action}
        options={auditActions.map((value) => ({ value, label: text.actions[value] }))}
        onChange={set('action')}
        searchable
      />
      <TextFilter label={text.filters.resource} value={search.resource} onChange={set('resource')} />
      <TextFilter label={text.filters.actor} value={search.actor} onChange={set('actor')} />
      <InstantFilter label={text.filters.since} value={search.since} onChange={set('since')} />
    </>
  );
}
