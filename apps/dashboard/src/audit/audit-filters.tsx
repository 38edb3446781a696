import { fieldsOf, type Filtering } from '../app/search.ts';
import { ChoiceFilter, InstantFilter, TextFilter } from '../lists/filters.tsx';
import { auditActions, type OperatorAuditSearch } from './audit-search.ts';
import { text } from './text.ts';

interface AuditFiltersProps extends Filtering<OperatorAuditSearch> {
  /** Whether the entries are those of all tenants. */
  readonly ofAll?: boolean;
}

export function AuditFilters({ ofAll = false, ...filtering }: AuditFiltersProps) {
  const field = fieldsOf(text.filters, filtering);
  return (
    <>
      {ofAll && <TextFilter {...field('tenant')} />}
      <ChoiceFilter
        {...field('action')}
        options={auditActions.map((value) => ({ value, label: text.actions[value] }))}
        searchable
      />
      <TextFilter {...field('resource')} />
      <TextFilter {...field('actor')} />
      <InstantFilter {...field('since')} />
    </>
  );
}
