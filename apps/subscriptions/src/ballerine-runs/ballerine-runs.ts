import {
  ballerineRunAnswerSchema,
  toBallerineRunAnswer,
  writeBallerineRunCommand,
  type BallerineRunAnswer,
  type BallerineRunRequest,
} from '@casewire/families/ballerine/runs';
import type { TenantScope } from '@casewire/events';
import type { PresentedKey } from '@casewire/idempotency';
import { tenantScope, type Identity } from '@casewire/identity';
import type { KeyRing } from '@casewire/key-ring';
import { Problem } from '@casewire/rest';
import { Webhook, WorkflowRun } from '@casewire/subscription-store';
import type { DataSource } from 'typeorm';
import { newId } from '../new-id.ts';
import type { SigningSecrets } from '../signing-secret/signing-secrets.ts';
import { findTenant } from '../tenants/tenants.ts';
import { requireSecretScope } from '../webhooks/secret-scope.ts';
import type { TargetPolicyOf } from '../webhooks/target-url.ts';
import { subscribedWebhooks } from './subscribed-webhooks.ts';

export interface BallerineRunsParts {
  readonly dataSource: DataSource;
  readonly keyRing: KeyRing;
  readonly targetPolicy: TargetPolicyOf;
  readonly signingSecrets: SigningSecrets;
  /** Bytes of a command at most. */
  readonly maxCommandBytes: number;
  /** Called when a command waits to be sent. */
  readonly onWaiting: () => void;
}

/** A request to run a workflow. */
export interface RequestedRun {
  /** The body as it was sent. `request` is the same, parsed. */
  readonly bytes: Buffer;
  readonly request: BallerineRunRequest;
  readonly idempotencyKey: PresentedKey | undefined;
}

export interface StartedRun {
  readonly answer: BallerineRunAnswer;
  /** True where an earlier request with the same key started it. */
  readonly isRepeated: boolean;
}

/** Accepts requests to run workflows, and makes the webhooks that listen to one run alone. */
export class BallerineRuns {
  readonly #parts: BallerineRunsParts;

  constructor(parts: BallerineRunsParts) {
    this.#parts = parts;
  }

  /**
   * Commits the webhooks and the command together. So the webhooks match the first event of the run, and the command is
   * sent even if this process ends: the relay of any process sends what waits. A repeated request starts nothing: the
   * row of the run has the key and the answer.
   * @throws Problem validation-failed, payload-too-large, idempotency-key-reused, missing-scope, not-found for a tenant that is gone
   */
  async start(identity: Identity, requested: RequestedRun): Promise<StartedRun> {
    const answer = await this.#answerToFirst(tenantScope(identity), requested.idempotencyKey);
    const started = answer ? { answer, isRepeated: true } : await this.#begin(identity, requested);
    this.#parts.onWaiting();
    return started;
  }

  async #begin(identity: Identity, requested: RequestedRun): Promise<StartedRun> {
    const scope = tenantScope(identity);
    const { dataSource, keyRing, targetPolicy, signingSecrets } = this.#parts;
    const now = new Date();
    const run = this.#runRow(scope, requested, now);
    const tenant = await findTenant(dataSource.manager, scope.tenantId);
    const webhooks = subscribedWebhooks(requested.request.config?.subscriptions ?? [], {
      ...scope,
      now,
      level: { runtimeId: run.id },
      traits: { origin: 'run', endsWithRun: true },
      keyRing,
      targetPolicy: targetPolicy(scope.environment, tenant),
    });
    for (const webhook of webhooks) requireSecretScope(identity, null, webhook);
    if (webhooks.length > 0) await signingSecrets.find(scope);
    const isNew = await dataSource.transaction(async (manager) => {
      await findTenant(manager, scope.tenantId);
      // A second request with the key waits here until the first one is committed or rolled back.
      const inserted = await manager
        .createQueryBuilder()
        .insert()
        .into(WorkflowRun)
        .values(run)
        .orIgnore()
        .returning('id')
        .execute();
      const isInserted = Array.isArray(inserted.raw) && inserted.raw.length > 0;
      if (isInserted) await manager.save(Webhook, webhooks, { reload: false });
      return isInserted;
    });
    return isNew ? { answer: run.answer, isRepeated: false } : this.start(identity, requested);
  }

  #runRow(
    scope: TenantScope,
    { bytes, request, idempotencyKey }: RequestedRun,
    now: Date,
  ): WorkflowRun & { answer: BallerineRunAnswer } {
    const { maxCommandBytes } = this.#parts;
    const id = newId(now);
    const run = { ...scope, runtimeId: id, entityId: newId(now), requestedAt: now };
    const command = writeBallerineRunCommand(bytes, request, run);
    if (command.length > maxCommandBytes) {
      throw new Problem('payload-too-large', { detail: `at most ${maxCommandBytes} bytes are accepted` });
    }
    return {
      id,
      ...scope,
      idempotencyKey: idempotencyKey?.key ?? null,
      fingerprint: idempotencyKey?.fingerprint ?? null,
      answer: toBallerineRunAnswer(request, run),
      command,
      requestedAt: now,
    };
  }

  /** The answer to the first request with the key; undefined if this is the first. */
  async #answerToFirst(
    scope: TenantScope,
    presented: PresentedKey | undefined,
  ): Promise<BallerineRunAnswer | undefined> {
    if (presented === undefined) return undefined;
    const { manager } = this.#parts.dataSource;
    const first = await manager.findOneBy(WorkflowRun, { ...scope, idempotencyKey: presented.key });
    if (first === null) return undefined;
    if (first.fingerprint?.equals(presented.fingerprint) !== true)
      throw new Problem('idempotency-key-reused');
    return ballerineRunAnswerSchema.parse(first.answer);
  }
}
