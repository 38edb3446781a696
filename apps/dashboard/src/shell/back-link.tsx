import { Anchor, Group } from '@mantine/core';
import { ChevronLeftIcon } from '@heroicons/react/24/outline';
import { Link } from '@tanstack/react-router';
import { usePlace } from '../app/place.ts';

interface BackLinkProps {
  readonly to: string;
  readonly label: string;
}

/** Leads from a thing to its list. @param to below the tenant and environment that are shown */
export function BackLink({ to, label }: BackLinkProps) {
  const { tenant, environment } = usePlace();
  return <BackTo to={`/t/${encodeURIComponent(tenant)}/${environment}/${to}`} label={label} />;
}

/** The same outside a tenant's pages. @param to the whole path */
export function BackTo({ to, label }: BackLinkProps) {
  return (
    <Group>
      <Anchor component={Link} to={to} c="dimmed" fz="sm">
        <Group gap={4} wrap="nowrap">
          <ChevronLeftIcon width={14} />
          {label}
        </Group>
      </Anchor>
    </Group>
  );
}
