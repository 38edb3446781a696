import { Text } from '@mantine/core';
import { FindDialog } from './find-dialog.tsx';
import { tenantGroups } from './found-tenant.tsx';
import { useTenantSearch } from './queries.ts';
import { text } from './text.ts';
import { useFindText } from './use-find-text.ts';

/** Finds tenants, on the pages that belong to none. */
export function TenantFindDialog({ onClose }: { readonly onClose: () => void }) {
  const find = useFindText();
  const { data, isLoading, error } = useTenantSearch(find.q);
  return (
    <FindDialog
      placeholder={text.tenantPlaceholder}
      lead={text.tenantLead}
      find={find}
      finding={{
        groups: tenantGroups(data),
        isPending: isLoading,
        error,
        nothing: <Text c="dimmed">{text.nothing.noTenant}</Text>,
      }}
      onClose={onClose}
    />
  );
}
