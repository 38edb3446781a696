import { usePlace, useSession } from '../app/place.ts';
import { Shell } from '../shell/shell.tsx';
import { ViewEntrance } from './view-entrance.tsx';

/** The pages of a tenant. The operator sees them after saying so. */
export function TenantFrame() {
  const { tenant } = usePlace();
  const { kind, view } = useSession();
  return kind === 'operator' && view?.tenant.id !== tenant ? <ViewEntrance tenant={tenant} /> : <Shell />;
}
