import type { Migration } from '@casewire/database';

/** Answers to POST requests that carried an Idempotency-Key. */
export const idempotencyKeys: Migration = {
  name: '0103-idempotency-keys',
  up: `
    CREATE TABLE subscriptions.idempotency_keys (
      scope       text COLLATE "C" NOT NULL,
      key         text COLLATE "C" NOT NULL,
      fingerprint bytea NOT NULL,
      claimed_at  timestamptz NOT NULL DEFAULT now(),
      -- The answer, sealed because it may carry a secret; null while the request is being worked on.
      key_id      text,
      ciphertext  bytea,
      PRIMARY KEY (scope, key),
      CHECK ((key_id IS NULL) = (ciphertext IS NULL))
    );
    CREATE INDEX idempotency_keys_by_age ON subscriptions.idempotency_keys (claimed_at);
  `,
  down: `
    DROP TABLE subscriptions.idempotency_keys;
  `,
};
