import { arrays, column, type Column, type Pool } from '@casewire/database';
import type { TenantScope } from '@casewire/events';
import { patternsMatching, scopeKeysCovering, type Level, type LevelIds } from '@casewire/matching-rules';
import type { SettingsReadBy } from '@casewire/webhook-settings';
import { selectSettings, type TenantSettings } from './entities.ts';

/** The parts of an accepted event that decide which webhooks get it. */
export interface EventToMatch extends LevelIds, TenantScope {
  readonly type: string;
}

/**
 * A webhook whose level and patterns cover an event, with the settings that decide whether it gets the event, and its
 * body.
 */
export interface MatchCandidate extends SettingsReadBy<'matching'> {
  readonly webhookId: string;
  readonly level: Level;
  /** Places in the context that the URL and the headers name. */
  readonly contextPlaceholders: readonly string[];
  /** Settings of the tenant: bodies and headers show some of them. */
  readonly settings: TenantSettings;
}

type Row = MatchCandidate & { readonly probe: number };

/*
 * A batch asks once for each (tenant, environment, scope key, type). Events of one tenant share their customer and
 * definition probes, so a row is sent once, however many events want it. OFFSET 0 keeps the planner from joining the
 * whole table: each probe is one index lookup, even if the planner misjudges the number of rows.
 */
const STATEMENT = `
  WITH listened AS MATERIALIZED (
    SELECT type_index, array_agg(pattern) AS patterns
      FROM unnest($5::int[], $6::text[]) AS pair (type_index, pattern)
     GROUP BY type_index
  )
  SELECT probe.position::int AS probe, webhook.*, tenant.settings
    FROM unnest($1::text[], $2::text[], $3::text[], $4::int[]) WITH ORDINALITY
         AS probe (tenant_id, environment, scope_key, type_index, position)
    JOIN listened USING (type_index)
   CROSS JOIN LATERAL (
     SELECT id AS "webhookId", level, context_placeholders AS "contextPlaceholders", ${selectSettings('matching')}
       FROM subscriptions.webhooks
      WHERE tenant_id = probe.tenant_id
        AND environment = probe.environment
        AND scope_key = probe.scope_key
        AND deleted_at IS NULL
        AND status <> 'disabled'
        AND (expires_at IS NULL OR expires_at > now())
        AND events && listened.patterns
     OFFSET 0
   ) AS webhook
    JOIN subscriptions.tenants AS tenant ON tenant.id = probe.tenant_id AND tenant.deleted_at IS NULL`;

/**
 * The webhooks that cover each event by level, patterns, status and expiry, in the order of `events`: one query for the
 * whole batch. `decidePayloads` says which of them get it.
 */
export async function findMatchingWebhooks(
  pool: Pool,
  events: readonly EventToMatch[],
): Promise<(readonly MatchCandidate[])[]> {
  const probes = new Probes();
  const probesOfEvents = events.map((event) => probes.ofEvent(event));
  if (events.length === 0) return [];
  const { rows } = await pool.query<Row>({
    name: 'find-matching-webhooks',
    text: STATEMENT,
    values: probes.parameters(),
  });
  const rowsOfProbe = Map.groupBy(rows, ({ probe }) => probe);
  return probesOfEvents.map((numbers) => numbers.flatMap((number) => rowsOfProbe.get(number) ?? []));
}

interface Probe extends TenantScope {
  readonly scopeKey: string;
  readonly typeIndex: number;
}

const probeColumns: readonly Column<Probe>[] = [
  column('tenant_id', 'text', ({ tenantId }) => tenantId),
  column('environment', 'text', ({ environment }) => environment),
  column('scope_key', 'text', ({ scopeKey }) => scopeKey),
  column('type_index', 'integer', ({ typeIndex }) => typeIndex),
];

const patternColumns: readonly Column<{ typeIndex: number; pattern: string }>[] = [
  column('type_index', 'integer', ({ typeIndex }) => typeIndex),
  column('pattern', 'text', ({ pattern }) => pattern),
];

/** The distinct index lookups of a batch, numbered from 1 in the order they were first asked for. */
class Probes {
  readonly #numbers = new Map<string, number>();
  readonly #types = new Map<string, number>();
  readonly #probes: Probe[] = [];

  ofEvent(event: EventToMatch): number[] {
    return scopeKeysCovering(event).map((scopeKey) => this.#number(event, scopeKey));
  }

  parameters(): Buffer[] {
    const patterns = [...this.#types].flatMap(([type, index]) =>
      patternsMatching(type).map((pattern) => ({ typeIndex: index, pattern })),
    );
    return [...arrays(probeColumns, this.#probes), ...arrays(patternColumns, patterns)];
  }

  #number({ tenantId, environment, type }: EventToMatch, scopeKey: string): number {
    const key = [tenantId, environment, type, scopeKey].join('\0');
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#probes.push({ tenantId, environment, scopeKey, typeIndex: this.#typeIndex(type) });
    this.#numbers.set(key, number);
    return number;
  }

  #typeIndex(type: string): number {
    const index = this.#types.get(type) ?? this.#types.size;
    this.#types.set(type, index);
    return index;
  }
}
