import type { Pool } from '@casewire/database';

/** Hours begin alike wherever the database runs. */
const THIS_HOUR = "date_trunc('hour', now(), 'UTC')";

/** Notes that a key is used in this hour, if that is not known by now. */
export async function noteKeyUse(pool: Pool, keyId: string): Promise<void> {
  await pool.query(
    `UPDATE subscriptions.api_keys SET last_used_at = ${THIS_HOUR}
      WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < ${THIS_HOUR})`,
    [keyId],
  );
}
