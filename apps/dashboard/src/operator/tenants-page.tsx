import { BuildingOffice2Icon } from '@heroicons/react/24/outline';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { bodyOf, sessionApi } from '../api/api.ts';
import type { Tenant } from '../api/types.ts';
import { timeColumn } from '../lists/columns.tsx';
import { TextFilter } from '../lists/filters.tsx';
import { ListPage } from '../lists/list-page.tsx';
import type { Column } from '../lists/record-table.tsx';
import { idOf } from '../lists/use-record-pages.ts';
import { Foreign } from '../shown/foreign.tsx';
import { TenantHealth } from './tenant-health.tsx';
import { text } from './text.ts';

const columns: readonly Column<Tenant>[] = [
  { heading: text.columns.name, cell: ({ name }) => <Foreign>{name}</Foreign> },
  { heading: text.columns.health, width: '160px', cell: ({ id }) => <TenantHealth tenant={id} /> },
  { heading: text.columns.id, width: '30%', visibleFrom: 'sm', cell: ({ id }) => <Foreign>{id}</Foreign> },
  timeColumn(text.columns.created, ({ createdAt }) => createdAt),
];

export function TenantsPage() {
  const navigate = useNavigate({ from: '/tenants' });
  const { q } = useSearch({ from: '/_operator/tenants' });
  const setSearch = (changed: { q?: string }) => void navigate({ search: changed, replace: true });
  const open = useCallback(
    ({ id }: Tenant) => void navigate({ to: '/t/$tenant', params: { tenant: id } }),
    [navigate],
  );
  return (
    <ListPage<Tenant>
      text={text}
      list={{
        queryKey: ['tenants', 'list', { q }],
        read: (page, signal) => {
          const query = { ...page, ...(q !== undefined && { q }) };
          return bodyOf(sessionApi.GET('/v1/tenants', { params: { query }, signal }));
        },
        keyOf: idOf,
      }}
      columns={columns}
      onOpen={open}
      Icon={BuildingOffice2Icon}
      filters={{
        fields: (
          <TextFilter
            label={text.filters.q}
            value={q}
            onChange={(value) => setSearch(value === undefined ? {} : { q: value })}
          />
        ),
        active: q === undefined ? 0 : 1,
        onClear: () => setSearch({}),
      }}
    />
  );
}
