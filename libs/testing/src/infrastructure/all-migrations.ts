import { type Migration } from '@casewire/database';

/** The migrations of every store. */
export async function allMigrations(): Promise<readonly Migration[]> {
  const stores = await Promise.all([
    import('@casewire/subscription-store'),
    import('@casewire/event-store'),
    import('@casewire/invocation-ledger'),
  ]);
  return stores.flatMap((store: { migrations?: readonly Migration[] }) => store.migrations ?? []);
}
