import { Alert, Anchor, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { tenantQuery } from '../access/queries.ts';
import { Entrance } from '../session/entrance.tsx';
import { visibleText } from '../shown/visible-text.ts';
import { useBeginView } from './queries.ts';
import { text } from './text.ts';

/** Asks the operator before the pages of a tenant are shown. */
export function ViewEntrance({ tenant }: { readonly tenant: string }) {
  const { mutate, error, isPending } = useBeginView(tenant);
  const { data } = useQuery(tenantQuery(tenant));
  return (
    <Entrance title={text.entrance.title(visibleText(data?.name ?? tenant))} lead={text.entrance.lead}>
      {error !== null && <Alert color="red">{error.message}</Alert>}
      <Button size="sm" loading={isPending} onClick={() => mutate()} data-autofocus>
        {text.entrance.submit}
      </Button>
      <Anchor component={Link} to="/tenants">
        {text.entrance.tenants}
      </Anchor>
    </Entrance>
  );
}
