import { Anchor, type AnchorProps } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { usePlace } from '../app/place.ts';

interface PlaceLinkProps extends AnchorProps {
  /** The page, below the tenant and environment that are shown: `webhooks/0193…`. */
  readonly to: string;
  readonly onClick?: () => void;
  readonly children: ReactNode;
}

/**
 * Leads to a page of the same tenant and environment. (The router keeps the zone of times in the address of a whole path
 * and of a route; it forgets it in a relative path with an id.)
 */
export function PlaceLink({ to, ...props }: PlaceLinkProps) {
  const { tenant, environment } = usePlace();
  return <Anchor component={Link} to={`/t/${encodeURIComponent(tenant)}/${environment}/${to}`} {...props} />;
}
