import { usePlace, useSession } from '../app/place.ts';
import { FindDialog, type FoundGroup } from './find-dialog.tsx';
import { FoundItem } from './found-item.tsx';
import { tenantGroups } from './found-tenant.tsx';
import { groupFound, pathOf } from './found.ts';
import { NothingFound } from './nothing-found.tsx';
import { Partly } from './partly.tsx';
import { useSearchedEnvironments, useSearchEverywhere, useTenantSearch } from './queries.ts';
import { text } from './text.ts';
import { useFindText } from './use-find-text.ts';

/** Finds what the tenant of the page has; for the operator, other tenants too. */
export function PlaceFindDialog({ onClose }: { readonly onClose: () => void }) {
  const find = useFindText();
  const { tenant } = usePlace();
  const searched = useSearchedEnvironments();
  const isOperator = useSession().kind === 'operator';
  const { answers, isPending, error } = useSearchEverywhere(find.q);
  const tenants = useTenantSearch(isOperator ? find.q : '');
  const groups: FoundGroup[] = groupFound(tenant, answers).map(([kind, items]) => ({
    label: text.kinds[kind],
    options: items.map((placed) => ({ path: pathOf(placed), content: <FoundItem {...placed} /> })),
  }));
  const [first] = answers;
  return (
    <FindDialog
      placeholder={isOperator ? text.operatorPlaceholder : text.placeholder}
      lead={isOperator ? `${text.lead} ${text.tenantLead}` : text.lead}
      find={find}
      finding={{
        groups: [...groups, ...tenantGroups(tenants.data)],
        isPending: isPending || tenants.isLoading,
        error: error ?? tenants.error,
        missing: <Partly answers={answers.map(([, answer]) => answer)} />,
        nothing: first !== undefined && (
          <NothingFound
            sought={{ q: find.q, by: undefined }}
            searched={searched}
            answer={first[1]}
            onLeave={onClose}
          />
        ),
      }}
      onClose={onClose}
    />
  );
}
