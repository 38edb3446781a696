import { Anchor, Group } from '@mantine/core';
import { ChevronLeftIcon } from '@heroicons/react/24/outline';
import { Link } from '@tanstack/react-router';
import { usePlace } from '../app/place.ts';

/** Leads from a thing to its list. */
export function BackLink({ to, label }: { readonly to: string; readonly label: string }) {
  const { tenant, environment } = usePlace();
  return (
    <Group>
      <Anchor
        component={Link}
        to={`/t/${encodeURIComponent(tenant)}/${environment}/${to}`}
        c="dimmed"
        fz="sm"
      >
        <Group gap={4} wrap="nowrap">
          <ChevronLeftIcon width={14} />
          {label}
        </Group>
      </Anchor>
    </Group>
  );
}
