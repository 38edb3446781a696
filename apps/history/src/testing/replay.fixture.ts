import type { Pool } from '@casewire/database';
import {
  decodeDeliveryHeaders,
  type AttemptOutcome,
  type DeliveryMetadata,
  type NextStep,
} from '@casewire/events';
import { IdempotencyStore } from '@casewire/idempotency';
import type { Identity } from '@casewire/identity';
import {
  acknowledgeReleases,
  findInvocation,
  leaseDue,
  releaseHeaders,
  type InvocationSummary,
} from '@casewire/invocation-ledger';
import { createLogger, createMetrics } from '@casewire/observability';
import { dataUrlOf, insertWebhook } from '@casewire/testing';
import { useControllers } from '@casewire/testing/controllers';
import { CancelSetsController } from '../change-invocations/cancel-sets.controller.ts';
import { createIdempotencyStore } from '../change-invocations/invocation-changer.ts';
import { SetCanceller } from '../change-invocations/set-canceller.ts';
import { FailureGroups } from '../failures/failure-groups.ts';
import { FailuresController } from '../failures/failures.controller.ts';
import { createHistoryMetrics } from '../history-metrics.ts';
import { CatchUp } from '../find-lost/catch-up.ts';
import { Positions } from '../find-lost/positions.ts';
import { ReleaseShares } from '../release-due/release-shares.ts';
import { ReplayRounds } from '../replay/replay-round.ts';
import type { ReplayView } from '../replay/replay-view.ts';
import { Replayer } from '../replay/replayer.ts';
import { ReplaysController } from '../replay/replays.controller.ts';
import { FakeCluster } from './fake-cluster.ts';
import { createRecorder } from './history.fixture.ts';
import { attemptOf, attemptRecord, batchOf, deliveryOf, deliveryRecord, prefix } from './records.ts';

export const scope = { tenantId: 'acme', environment: 'sandbox' } as const;

const EVENT_RETENTION_DAYS = 7;

/** An answer about replays. */
export interface ReplayAnswer {
  readonly status: number;
  readonly body: {
    readonly id?: string | null;
    readonly count?: number;
    readonly hasMore?: boolean;
    readonly code?: string;
    readonly detail?: string;
    readonly reason?: string | null;
    readonly oldest?: string;
    readonly errors?: readonly { readonly path: string; readonly accepted?: string }[];
    readonly data?: readonly ReplayView[];
    readonly state?: string;
  };
}

/** A release that is out, as delivery reads it. */
interface OpenRelease {
  readonly delivery: DeliveryMetadata;
}

/** The paths of replays on a ledger. Rounds are made, and releases answered, when a spec says so. */
export function useReplays(pool: Pool) {
  const cluster = new FakeCluster();
  const positions = new Positions(cluster, pool, prefix);
  const recorder = createRecorder(pool, { clusterId: positions.clusterId });
  const replayer = new Replayer({
    pool,
    eventRetentionDays: EVENT_RETENTION_DAYS,
    onChanged: () => undefined,
  });
  const callAs = useControllers({
    controllers: [ReplaysController, CancelSetsController, FailuresController],
    providers: [
      { provide: Replayer, useValue: replayer },
      { provide: FailureGroups, useValue: new FailureGroups(pool, replayer) },
      { provide: SetCanceller, useValue: new SetCanceller(pool, () => undefined) },
      { provide: IdempotencyStore, useValue: createIdempotencyStore(pool) },
    ],
  });
  const call = async (path: string, body?: object, as?: Partial<Identity>): Promise<ReplayAnswer> => {
    const request =
      body === undefined
        ? {}
        : {
            method: 'POST',
            body: JSON.stringify(body),
            headers: { 'content-type': 'application/json' },
          };
    const response = await callAs(path, as, request);
    return { status: response.status, body: (await response.json()) as ReplayAnswer['body'] };
  };
  return {
    cluster,
    recorder,
    call,
    positions,
    /**
     * A process that carries replays on.
     * @param places requests of one delivery process at once
     * @param now its clock. Default: a minute passes between any two looks at it, so nothing rests
     */
    rounds: (places = 1_000, now = hastyClock()): ReplayRounds => {
      return new ReplayRounds({
        pool,
        catchUp: new CatchUp(positions),
        shares: new ReleaseShares(places),
        concurrencyPerWebhook: 100,
        beginning: { maxBodyBytes: 1_000_000, dataUrlOf },
        mayRelease: () => Promise.resolve(true),
        logger: createLogger({ name: 'spec', level: 'silent' }),
        counters: createHistoryMetrics(createMetrics('spec')),
        onStarted: () => undefined,
        now,
      });
    },
    webhook: (given: object = {}) => insertWebhook(pool, { tenantId: scope.tenantId, ...given }),
    replay: (webhookId: string, body: object = {}) =>
      call(`/v1/webhooks/${webhookId}/replay`, { since: anHourAgo(), status: 'failed', ...body }),
    shown: async (id: string | null | undefined): Promise<ReplayView> => {
      const { status, body } = await call(`/v1/replays/${id ?? ''}`);
      if (status !== 200) throw new Error(JSON.stringify(body));
      return body as unknown as ReplayView;
    },
    /** Invocations that have ended, after one attempt a second ago. */
    ended: async (next: NextStep, deliveries: readonly DeliveryMetadata[]): Promise<void> => {
      const attempt = () =>
        attemptOf({
          startedAt: Date.now() - 1_000,
          outcome: next.kind === 'done' ? 'delivered' : 'rejected',
        });
      await recorder.record(
        batchOf(deliveries.flatMap((each) => [deliveryRecord(each), attemptRecord(each, next, attempt())])),
      );
    },
    /** Takes what is due, as a round of releases and delivery do. */
    takeDue: async (limit = 1_000): Promise<OpenRelease[]> => {
      const leased = await leaseDue(pool, { limit, maxBytes: 100_000_000, leaseMs: 60_000 });
      await acknowledgeReleases(
        pool,
        leased.map(({ content: { id }, release }) => ({ id, release })),
      );
      return leased.map(({ content, release, attempt }) => ({
        delivery: decodeDeliveryHeaders(releaseHeaders(content, { release, attempt })),
      }));
    },
    /** Answers releases that are out. */
    answer: async (
      releases: readonly OpenRelease[],
      next: NextStep = { kind: 'done' },
      outcome: AttemptOutcome = next.kind === 'done' ? 'delivered' : 'rejected',
    ): Promise<void> => {
      const records = releases.map(({ delivery }) =>
        attemptRecord(delivery, next, attemptOf({ number: delivery.attempt, outcome })),
      );
      await recorder.record(batchOf(records));
    },
    find: async ({ invocationId }: Pick<DeliveryMetadata, 'invocationId'>): Promise<InvocationSummary> => {
      const found = await findInvocation(pool, scope, invocationId);
      if (found === undefined) throw new Error('there is no such invocation');
      return found;
    },
  };
}

function hastyClock(): () => number {
  let now = 0;
  return () => (now += 60_000);
}

export const gaveUp: NextStep = { kind: 'give-up', reason: 'retries-exhausted' };
export const done: NextStep = { kind: 'done' };

/** Deliveries of a webhook, accepted one millisecond after the other until now. */
export function deliveriesOf(
  webhookId: string,
  count: number,
  overrides: Partial<DeliveryMetadata> = {},
): DeliveryMetadata[] {
  const now = Date.now();
  return Array.from({ length: count }, (_, index) =>
    deliveryOf({ webhookId, acceptedAt: now - count + index, ...overrides }),
  );
}

export function anHourAgo(): string {
  return new Date(Date.now() - 3_600_000).toISOString();
}
