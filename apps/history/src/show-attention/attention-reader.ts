import type { Pool } from '@casewire/database';
import { countRejectedEvents } from '@casewire/event-store';
import type { TenantScope } from '@casewire/events';
import { countBlockedSubjects, findUnhandledFailures } from '@casewire/invocation-ledger';
import type { Logger } from '@casewire/observability';
import { findTroubledWebhooks } from '@casewire/subscription-store';
import { gather } from '../gather.ts';
import {
  byHost,
  inOrder,
  itemOfBlocked,
  itemOfFailures,
  itemOfRejected,
  itemOfWebhook,
  type Item,
} from './items.ts';

/** Of each source, the most that is read. */
const MAX_ITEMS = 1_000;

/** How long a rejected event is shown, milliseconds. */
const REJECTED_MS = 86_400_000;

/** What needs a person. */
export interface Attention {
  /** Services whose part could not be read. */
  readonly unavailable: readonly string[];
  /** Whether nothing is missing. */
  readonly complete: boolean;
  readonly items: readonly Item[];
}

interface Found {
  readonly items: readonly (Item | undefined)[];
  readonly isComplete: boolean;
}

interface Source {
  /** The service that it belongs to. */
  readonly service: string;
  readonly find: (scope: Partial<TenantScope>) => Promise<Found>;
}

/** Finds what needs a person, in the rows that several services keep. */
export class AttentionReader {
  readonly #sources: readonly Source[];
  readonly #logger: Logger;

  constructor(pool: Pool, logger: Logger) {
    this.#logger = logger;
    this.#sources = [
      {
        service: 'subscriptions',
        find: async (scope) => found(await findTroubledWebhooks(pool, scope, MAX_ITEMS), itemOfWebhook),
      },
      {
        service: 'history',
        find: async (scope) => {
          const [subjects, failures] = await Promise.all([
            countBlockedSubjects(pool, scope, MAX_ITEMS),
            findUnhandledFailures(pool, scope, MAX_ITEMS),
          ]);
          const parts = [found(subjects, itemOfBlocked), found(failures, itemOfFailures)];
          return {
            items: parts.flatMap(({ items }) => items),
            isComplete: parts.every(({ isComplete }) => isComplete),
          };
        },
      },
      {
        service: 'ingestion',
        find: async (scope) => {
          const since = Date.now() - REJECTED_MS;
          const { counts, isComplete } = await countRejectedEvents(pool, scope, since, MAX_ITEMS);
          return { items: counts.map(itemOfRejected), isComplete };
        },
      },
    ];
  }

  /**
   * Across tenants, webhooks with the same receiver are one item.
   * @throws the first error where no source could be read
   */
  async read(scope: Partial<TenantScope>): Promise<Attention> {
    const sources = this.#sources.map(({ service, find }) => ({ service, part: find(scope) }));
    const { parts, unavailable } = await gather(sources, (error, service) => {
      this.#logger.warn({ error, service }, 'what needs a person was not read');
    });
    const items = inOrder(parts.flatMap((part) => part.items).filter((item) => item !== undefined));
    return {
      complete: unavailable.length === 0 && parts.every(({ isComplete }) => isComplete),
      unavailable,
      items: scope.tenantId === undefined ? byHost(items) : items,
    };
  }
}

function found<Row>(rows: readonly Row[], itemOf: (row: Row) => Item | undefined): Found {
  return { items: rows.map(itemOf), isComplete: rows.length < MAX_ITEMS };
}
