import type { MergeRule } from '@casewire/matching-rules';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The settings of a tenant. One that is absent has its default. */
export interface TenantSettings {
  /** Default: `additive`. */
  readonly subscriptionMerge?: MergeRule;
  /** Customer- and definition-level webhooks at most, per environment; those of single runs do not count. */
  readonly webhookLimit?: number;
  /** Events per second that `POST /v1/events` takes of the tenant, in one process of ingestion. Default: no limit. */
  readonly publishPerSecond?: number;
  /** Settings that families declare and read. */
  readonly [familySetting: string]: unknown;
}

@Entity({ schema: 'subscriptions', name: 'tenants' })
export class Tenant {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'jsonb' })
  settings!: TenantSettings;

  @Column({ type: 'integer' })
  version!: number;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'updated_at', type: 'timestamptz' })
  updatedAt!: Date;

  @Column({ name: 'deleted_at', type: 'timestamptz', nullable: true })
  deletedAt!: Date | null;
}
