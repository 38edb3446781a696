import type { Migration } from '@casewire/database';

export const idempotencyKeys: Migration = {
  name: '0301-history-idempotency-keys',
  up: `
    -- Answers to POST requests that carried an Idempotency-Key; null while the request is being worked on.
    CREATE TABLE history.idempotency_keys (
      scope text NOT NULL,
      key text NOT NULL,
      fingerprint bytea NOT NULL,
      claimed_at timestamptz NOT NULL DEFAULT now(),
      response json,
      PRIMARY KEY (scope, key)
    );
  `,
  down: `DROP TABLE history.idempotency_keys;`,
};
