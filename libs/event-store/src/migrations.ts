import type { Migration } from '@casewire/database';

// Of the indexes that 0402 and 0403 make. `hasText` looks texts up by the same expressions.
const keyed = (text: string) =>
  `hashtextextended(${text}, hashtextextended(tenant_id || ' ' || environment, 0))`;
const ID = `split_part(split_part(attributes::text, '"id":"', 2), '"', 1)`;
const RUN = `split_part(split_part(attributes::text, '"workflowruntimeid":"', 2), '"', 1)`;
const SUBJECT = `coalesce(subject, ${RUN})`;

// Of attributes that came in headers.
const HEADER_INDEXES = `
      CREATE INDEX rejected_events_of_event_id ON ingestion.rejected_events (${keyed("headers ->> 'ce_id'")}, id)
        WHERE headers ->> 'ce_id' IS NOT NULL;
      CREATE INDEX rejected_events_of_subject ON ingestion.rejected_events (${keyed("headers ->> 'ce_subject'")}, id)
        WHERE headers ->> 'ce_subject' IS NOT NULL;
      CREATE INDEX rejected_events_of_correlation ON ingestion.rejected_events (${keyed("headers ->> 'ce_correlationid'")}, id)
        WHERE headers ->> 'ce_correlationid' IS NOT NULL;`;

const attributeColumns = ['event_id', 'type', 'subject', 'runtime_id', 'correlation_id'] as const;

// What `isSoundValue` of ingestion lets through. Headers were stored longer than that.
const sound = (header: string) =>
  `CASE WHEN octet_length(headers ->> '${header}') BETWEEN 1 AND 512
             AND headers ->> '${header}' !~ '[\\u0001-\\u001f\\u007f-\\u009f]' THEN headers ->> '${header}' END`;

/** The tables of schema `ingestion`; partitions are made by `maintainEventPartitions`. */
export const migrations: readonly Migration[] = [
  {
    name: '0200-ingestion-events',
    up: `
      CREATE SCHEMA ingestion;

      -- The record that owns an identity. Looked up by identity in the few weeks that are kept; dropped by whole weeks.
      CREATE TABLE ingestion.claims (
        week integer NOT NULL,
        identity bytea NOT NULL,
        accepted_at timestamptz NOT NULL,
        topic text NOT NULL,
        partition integer NOT NULL,
        "offset" bigint NOT NULL,
        PRIMARY KEY (identity, week)
      ) PARTITION BY RANGE (week);

      CREATE TABLE ingestion.events (
        uid uuid PRIMARY KEY,
        tenant_id text NOT NULL,
        environment text NOT NULL,
        type text NOT NULL,
        subject text,
        correlation_id text,
        attributes json NOT NULL,
        traceparent text,
        data bytea NOT NULL
      ) PARTITION BY RANGE (uid);
      CREATE INDEX events_of_tenant ON ingestion.events (tenant_id, environment, uid);

      CREATE TABLE ingestion.rejected_events (
        id uuid PRIMARY KEY,
        -- Null if the record does not name its tenant. Only the operator sees it then.
        tenant_id text,
        environment text,
        reason text NOT NULL,
        path text NOT NULL,
        message text NOT NULL,
        topic text NOT NULL,
        partition integer NOT NULL,
        "offset" bigint NOT NULL,
        key bytea,
        headers jsonb NOT NULL,
        value bytea NOT NULL,
        truncated boolean NOT NULL,
        rejected_at timestamptz NOT NULL,
        republished_at timestamptz,
        UNIQUE (topic, partition, "offset")
      );
      CREATE INDEX rejected_events_of_tenant ON ingestion.rejected_events (tenant_id, environment, id);
    `,
    down: `DROP SCHEMA ingestion CASCADE;`,
  },
  {
    name: '0201-ingestion-idempotency-keys',
    up: `
      -- Answers to POST requests that carried an Idempotency-Key; null while the request is carried out.
      CREATE TABLE ingestion.idempotency_keys (
        scope text COLLATE "C" NOT NULL,
        key text COLLATE "C" NOT NULL,
        fingerprint bytea NOT NULL,
        claimed_at timestamptz NOT NULL DEFAULT now(),
        response json,
        PRIMARY KEY (scope, key)
      );
      CREATE INDEX idempotency_keys_by_age ON ingestion.idempotency_keys (claimed_at);
    `,
    down: `DROP TABLE ingestion.idempotency_keys;`,
  },
  {
    name: '0202-ingestion-event-sequence',
    up: `
      -- The order in which events become visible, which lists follow. Events that are there get the order of acceptance.
      CREATE SEQUENCE ingestion.event_seq;
      ALTER TABLE ingestion.events ADD COLUMN seq bigint;
      UPDATE ingestion.events e SET seq = placed.seq
        FROM (SELECT uid, row_number() OVER (ORDER BY uid) AS seq FROM ingestion.events) placed
       WHERE e.uid = placed.uid;
      SELECT setval('ingestion.event_seq', (SELECT coalesce(max(seq), 0) + 1 FROM ingestion.events), false);
      ALTER TABLE ingestion.events
        ALTER COLUMN seq SET NOT NULL, ALTER COLUMN seq SET DEFAULT nextval('ingestion.event_seq');
      DROP INDEX ingestion.events_of_tenant;
      CREATE INDEX events_of_tenant ON ingestion.events (tenant_id, environment, seq);
    `,
    down: `
      DROP INDEX ingestion.events_of_tenant;
      ALTER TABLE ingestion.events DROP COLUMN seq;
      DROP SEQUENCE ingestion.event_seq;
      CREATE INDEX events_of_tenant ON ingestion.events (tenant_id, environment, uid);
    `,
  },
  /** Search. The hash keeps entries small, and a tenant's apart from others'. By seq, the newest of many are found at once. */
  {
    name: '0402-find-events',
    up: `
      SET LOCAL lock_timeout = '1s';
      CREATE INDEX events_of_id ON ingestion.events (${keyed(ID)}, seq);
      -- The subject of an event's invocations: where it has none of its own, its run.
      CREATE INDEX events_of_subject ON ingestion.events (${keyed(SUBJECT)}, seq)
        WHERE ${SUBJECT} <> '';
      -- The others of a run are found by the index above.
      CREATE INDEX events_of_run ON ingestion.events (${keyed(RUN)}, seq)
        WHERE ${RUN} <> '' AND ${RUN} <> subject;
      CREATE INDEX events_of_correlation ON ingestion.events (${keyed('correlation_id')}, seq)
        WHERE correlation_id IS NOT NULL;
    `,
    down: `
      DROP INDEX ingestion.events_of_correlation, ingestion.events_of_run, ingestion.events_of_subject,
        ingestion.events_of_id;
    `,
  },
  {
    name: '0403-find-rejected-events',
    up: `
      SET LOCAL lock_timeout = '1s';
      -- The key is the subject where upstream follows the advice.
      ${HEADER_INDEXES}
      CREATE INDEX rejected_events_of_key ON ingestion.rejected_events (${keyed("encode(key, 'escape')")}, id)
        WHERE key IS NOT NULL;
    `,
    down: `
      DROP INDEX ingestion.rejected_events_of_key, ingestion.rejected_events_of_correlation,
        ingestion.rejected_events_of_subject, ingestion.rejected_events_of_event_id;
    `,
  },
  /**
   * Attributes of rejected events, wherever they came. The indexes begin with the text alone, because the operator looks across
   * tenants; behind it, the newest of a tenant are found at once. Values have at most 512 bytes, so entries need no hash.
   */
  {
    name: '0430-attributes-of-rejected-events',
    up: `
      SET LOCAL lock_timeout = '1s';
      DROP INDEX ingestion.rejected_events_of_correlation, ingestion.rejected_events_of_subject,
        ingestion.rejected_events_of_event_id;
      ALTER TABLE ingestion.rejected_events
        ADD COLUMN event_id text,
        ADD COLUMN type text,
        -- Where the event has none of its own, its run.
        ADD COLUMN subject text,
        ADD COLUMN runtime_id text,
        ADD COLUMN correlation_id text;
      ${attributeColumns
        .map(
          (name) => `
      CREATE INDEX rejected_events_by_${name} ON ingestion.rejected_events (${name}, tenant_id, environment, id)
        WHERE ${name} IS NOT NULL;`,
        )
        .join('')}
    `,
    down: `
      ALTER TABLE ingestion.rejected_events
        ${attributeColumns.map((name) => `DROP COLUMN ${name}`).join(', ')};
      ${HEADER_INDEXES}
    `,
  },
  /** Apart from 0430, which locks the table. Attributes that came in values are not read again. */
  {
    name: '0431-attributes-of-headers',
    up: `
      UPDATE ingestion.rejected_events
         SET event_id = ${sound('ce_id')},
             type = ${sound('ce_type')},
             subject = coalesce(${sound('ce_subject')}, ${sound('ce_workflowruntimeid')}),
             runtime_id = ${sound('ce_workflowruntimeid')},
             correlation_id = ${sound('ce_correlationid')}
       WHERE headers ?| ARRAY['ce_id', 'ce_type', 'ce_subject', 'ce_workflowruntimeid', 'ce_correlationid'];
    `,
    // The columns go with 0430.
    down: 'SELECT 1',
  },
];
