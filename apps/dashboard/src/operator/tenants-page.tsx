import { BuildingOffice2Icon, KeyIcon, PlusIcon } from '@heroicons/react/24/outline';
import { Box, Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { bodyOf, sessionApi } from '../api/api.ts';
import type { Tenant } from '../api/types.ts';
import { fieldsOf, type Filtering } from '../app/search.ts';
import { SecondLine, timeColumn } from '../lists/columns.tsx';
import { ChoiceFilter, TextFilter } from '../lists/filters.tsx';
import { ListPage } from '../lists/list-page.tsx';
import type { Column } from '../lists/record-table.tsx';
import { idOf } from '../lists/use-record-pages.ts';
import { Foreign } from '../shown/foreign.tsx';
import { visibleText } from '../shown/visible-text.ts';
import { text as webhookText } from '../webhooks/text.ts';
import { webhookHealths } from '../webhooks/webhook-search.ts';
import { NewTenantDialog } from './new-tenant-dialog.tsx';
import { TenantHealth } from './tenant-health.tsx';
import type { TenantSearch } from './tenant-search.ts';
import { text } from './text.ts';

const columns: readonly Column<Tenant>[] = [
  {
    heading: text.columns.name,
    cell: ({ id, name }) => (
      <>
        <Foreign>{name}</Foreign>
        <SecondLine>
          <TenantHealth tenant={id} />
        </SecondLine>
      </>
    ),
  },
  {
    heading: text.columns.health,
    width: '160px',
    visibleFrom: 'sm',
    cell: ({ id }) => <TenantHealth tenant={id} />,
  },
  { heading: text.columns.id, width: '30%', visibleFrom: 'sm', cell: ({ id }) => <Foreign>{id}</Foreign> },
  timeColumn(text.columns.created, ({ createdAt }) => createdAt),
  {
    heading: text.columns.access,
    isHeadingHidden: true,
    width: 'clamp(52px, 11vw, 100px)',
    align: 'right',
    cell: (tenant) => <AccessLink tenant={tenant} />,
  },
];

/** Leads to who gets in, while a click on the row opens the dashboard. */
function AccessLink({ tenant: { id, name } }: { readonly tenant: Tenant }) {
  return (
    <Button
      variant="default"
      size="compact-xs"
      aria-label={text.accessOf(visibleText(name))}
      onClick={(event) => event.stopPropagation()}
      renderRoot={(props) => <Link {...props} to="/tenants/$tenant" params={{ tenant: id }} />}
    >
      <Box component="span" visibleFrom="sm">
        {text.access}
      </Box>
      <Box component="span" hiddenFrom="sm" lh={0}>
        <KeyIcon width={14} />
      </Box>
    </Button>
  );
}

export function TenantsPage() {
  const navigate = useNavigate({ from: '/tenants' });
  const search = useSearch({ from: '/_operator/tenants' });
  const setSearch = (changed: TenantSearch) => void navigate({ search: changed, replace: true });
  const open = useCallback(
    ({ id }: Tenant) => void navigate({ to: '/t/$tenant', params: { tenant: id } }),
    [navigate],
  );
  const [isMaking, { open: make, close }] = useDisclosure(false);
  const newButton = (
    <Button leftSection={<PlusIcon width={14} />} onClick={make}>
      {text.create.open}
    </Button>
  );
  return (
    <>
      <ListPage<Tenant>
        text={text}
        aside={newButton}
        firstStep={newButton}
        list={{
          queryKey: ['tenants', 'list', search],
          read: (page, signal) =>
            bodyOf(sessionApi.GET('/v1/tenants', { params: { query: { ...search, ...page } }, signal })),
          keyOf: idOf,
        }}
        columns={columns}
        onOpen={open}
        Icon={BuildingOffice2Icon}
        filters={{
          fields: <TenantFilters search={search} onChange={setSearch} />,
          active: Object.keys(search).length,
          onClear: () => setSearch({}),
        }}
      />
      {isMaking && <NewTenantDialog onClose={close} />}
    </>
  );
}

function TenantFilters(filtering: Filtering<TenantSearch>) {
  const field = fieldsOf(text.filters, filtering);
  return (
    <>
      <TextFilter {...field('q')} />
      <ChoiceFilter
        {...field('health')}
        options={webhookHealths.map((value) => ({ value, label: webhookText.healths[value] }))}
      />
    </>
  );
}
