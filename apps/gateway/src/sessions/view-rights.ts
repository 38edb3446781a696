import { scopes, type Scope } from '@casewire/identity';
import type { TenantView } from '@casewire/session-store';

/** What the operator may do in the view of a tenant. */
interface ViewRights {
  readonly scopes: readonly Scope[];
  /** Null while it is for reading only. */
  readonly unlocked: { readonly until: Date; readonly reason: string } | null;
}

/** Without `payloads` and `secrets`: whoever looks for a fault needs neither at first. */
const readingScopes: readonly Scope[] = ['read'];

/** The rights of a view at a time: a reason unlocks everything that the tenant's own people may do, until its end. */
export function viewRights({ unlockedUntil, reason }: TenantView, now: Date): ViewRights {
  const isUnlocked = unlockedUntil !== null && reason !== null && now < unlockedUntil;
  return isUnlocked
    ? { scopes, unlocked: { until: unlockedUntil, reason } }
    : { scopes: readingScopes, unlocked: null };
}
