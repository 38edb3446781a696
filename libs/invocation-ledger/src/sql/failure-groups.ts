import { randomBytes } from 'node:crypto';
import {
  arrayParameter,
  arrays,
  column,
  names,
  rowsOf,
  type Column,
  type PoolClient,
  type Statement,
} from '@casewire/database';
import { ANSWER_CLASS, timeOrderedUuid, type TenantScope } from '@casewire/events';
import type { StoredAnswerClass } from '../apply/answer-classes.ts';
import { plannedOnce } from './planning.ts';

// Groups of failures as transactions of the ledger write them. What they hold is counted when they are read.

export const HOUR_MS = 3_600_000;

/** For how many hours a group knows how much has failed in each. */
export const TREND_HOURS = 24;

/** What a transaction has seen fail of one group. Instants are milliseconds since the epoch. */
export interface SeenFailures extends TenantScope {
  readonly webhookId: string;
  readonly eventType: string;
  readonly class: string;
  readonly firstAt: number;
  readonly lastAt: number;
  /** The invocation that failed last. */
  readonly exampleId: string;
  /** How much has failed, by the hour since the epoch. */
  readonly hours: ReadonlyMap<number, number>;
}

const columns: readonly Column<SeenFailures>[] = [
  column('id', 'uuid', () => timeOrderedUuid(Date.now(), randomBytes(10))),
  column('tenant_id', 'text', ({ tenantId }) => tenantId),
  column('environment', 'text', ({ environment }) => environment),
  column('webhook_id', 'text', ({ webhookId }) => webhookId),
  column('event_type', 'text', ({ eventType }) => eventType),
  column('class', 'text', (seen) => seen.class),
  column('first_seen_at', 'timestamptz', ({ firstAt }) => firstAt),
  column('last_seen_at', 'timestamptz', ({ lastAt }) => lastAt),
  column('example_id', 'uuid', ({ exampleId }) => exampleId),
  column('trend_hours', 'text', ({ hours }) => `{${[...hours.keys()].join()}}`),
  column('trend_counts', 'text', ({ hours }) => `{${[...hours.values()].join()}}`),
];

const given = columns.map(({ name }) => (name.startsWith('trend_') ? `${name}::integer[]` : name)).join(', ');

const latest = 'greatest(g.last_seen_at, excluded.last_seen_at)';

/**
 * Adds what a transaction has seen fail to its groups, and begins those that are missing. A failure ends the recovery of
 * its group, and that it is ignored until something fails again. It locks groups in the order given.
 */
export function noteFailures(seen: readonly SeenFailures[], findsByKey: boolean): Statement[] {
  if (seen.length === 0) return [];
  return [
    {
      ...plannedOnce('note-failures', findsByKey),
      text: `INSERT INTO history.failure_groups AS g (${names(columns)})
             SELECT ${given} FROM ${rowsOf(columns)} AS u
                 ON CONFLICT (webhook_id, class, event_type, tenant_id, environment) DO UPDATE
                SET first_seen_at = least(g.first_seen_at, excluded.first_seen_at),
                    last_seen_at = ${latest},
                    example_id = CASE WHEN excluded.last_seen_at >= g.last_seen_at THEN excluded.example_id
                                      ELSE g.example_id END,
                    recovering_since = CASE WHEN excluded.last_seen_at >= g.recovering_since THEN NULL
                                            ELSE g.recovering_since END,
                    ignored_until = CASE WHEN g.ignored_until < 'infinity' THEN g.ignored_until END,
                    (trend_hours, trend_counts) = (
                      SELECT array_agg(hour), array_agg(count)
                        FROM (SELECT hour, sum(count)::integer AS count
                                FROM (SELECT * FROM unnest(g.trend_hours, g.trend_counts)
                                       UNION ALL
                                      SELECT * FROM unnest(excluded.trend_hours, excluded.trend_counts)
                                     ) AS counted (hour, count)
                               WHERE hour > floor(extract(epoch FROM ${latest}) / 3600) - ${TREND_HOURS}
                               GROUP BY hour) AS summed)`,
      values: arrays(columns, seen),
    },
  ];
}

/** A webhook that has succeeded. */
export interface Recovery {
  readonly webhookId: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

const recoveryColumns: readonly Column<Recovery>[] = [
  column('webhook_id', 'text', ({ webhookId }) => webhookId),
  column('at', 'timestamptz', ({ at }) => at),
];

/** Notes that groups recover whose webhooks have succeeded since their last failure. Writes nothing where none has failed. */
export function noteRecoveries(recoveries: readonly Recovery[], findsByKey: boolean): Statement[] {
  if (recoveries.length === 0) return [];
  return [
    {
      ...plannedOnce('note-recoveries', findsByKey),
      text: `UPDATE history.failure_groups g SET recovering_since = u.at
               FROM ${rowsOf(recoveryColumns)} AS u
              WHERE g.webhook_id = u.webhook_id AND g.webhook_id = ANY ($1::text[])
                AND g.recovering_since IS NULL AND g.last_seen_at < u.at`,
      values: arrays(recoveryColumns, recoveries),
    },
  ];
}

/** The classes of answers that these webhooks have groups of. Reads one entry of an index for each. */
export async function selectAnswerClasses(
  client: PoolClient,
  webhookIds: readonly string[],
  findsByKey: boolean,
): Promise<StoredAnswerClass[]> {
  if (webhookIds.length === 0) return [];
  const next = (webhookId: string, after: string) =>
    `SELECT class FROM history.failure_groups
      WHERE webhook_id = ${webhookId} AND class > ${after} AND class < '${ANSWER_CLASS}a'
      ORDER BY class LIMIT 1`;
  const { rows } = await client.query<StoredAnswerClass>({
    ...plannedOnce('select-answer-classes', findsByKey),
    text: `WITH RECURSIVE known AS (
             SELECT webhook_id, first.class FROM unnest($1::text[]) AS w (webhook_id),
                    LATERAL (${next('w.webhook_id', `'${ANSWER_CLASS}'`)}) AS first
              UNION ALL
             SELECT webhook_id, following.class FROM known, LATERAL (${next('known.webhook_id', 'known.class')}) AS following
           )
           SELECT webhook_id AS "webhookId", class FROM known`,
    values: [arrayParameter('text', webhookIds)],
  });
  return rows;
}
