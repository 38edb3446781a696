import { arrays, column, type Column, type Pool } from '@casewire/database';
import type { Environment } from '@casewire/events';
import { patternsMatching, scopeKeysCovering, type LevelIds } from '@casewire/matching-rules';
import type { ListeningWebhook } from '@casewire/payloads';
import type { TenantSettings } from './tenant-settings.ts';
import type { Ordering, WebhookStatus } from './webhook-settings.ts';

/** What of an accepted event decides which webhooks get it. */
export interface EventToMatch extends LevelIds {
  readonly tenantId: string;
  readonly environment: Environment;
  readonly type: string;
}

/** A webhook whose level and patterns cover an event, with what deciding about it needs. */
export interface MatchCandidate extends ListeningWebhook {
  readonly ordering: Ordering;
  /** Never `disabled`: those do not match. */
  readonly status: Exclude<WebhookStatus, 'disabled'>;
  /** The tenant's: bodies and headers show some of them. */
  readonly settings: TenantSettings;
}

type Row = MatchCandidate & { readonly probe: number };

/*
 * A batch asks for each (tenant, environment, scope key, type) once: events of one tenant share their customer and
 * definition probes, so rows are sent once however many events want them. OFFSET 0 keeps the planner from joining
 * the whole table: each probe is one index lookup, whatever it believes about the number of rows.
 */
const STATEMENT = `
  WITH listened AS MATERIALIZED (
    SELECT type_index, array_agg(pattern) AS patterns
      FROM unnest($5::int[], $6::text[]) AS pair (type_index, pattern)
     GROUP BY type_index
  )
  SELECT probe.position::int AS probe,
         webhook.id AS "webhookId", webhook.level, webhook.format, webhook.options, webhook.ordering, webhook.status,
         webhook.state_names AS "stateNames", webhook.filter, webhook.transform,
         webhook.method, webhook.context_placeholders AS "contextPlaceholders", tenant.settings
    FROM unnest($1::text[], $2::text[], $3::text[], $4::int[]) WITH ORDINALITY
         AS probe (tenant_id, environment, scope_key, type_index, position)
    JOIN listened USING (type_index)
   CROSS JOIN LATERAL (
     SELECT id, level, format, options, ordering, status, state_names, filter, transform, method,
            context_placeholders
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

interface Probe {
  readonly tenantId: string;
  readonly environment: Environment;
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
