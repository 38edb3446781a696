import type { Environment } from '@casewire/events';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ schema: 'subscriptions', name: 'workflow_runs' })
export class WorkflowRun {
  /** The id that the run's events bear. */
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ name: 'tenant_id', type: 'text' })
  tenantId!: string;

  @Column({ type: 'text' })
  environment!: Environment;

  @Column({ name: 'idempotency_key', type: 'text', nullable: true })
  idempotencyKey!: string | null;

  /** Tells a repetition of the request from another one with the same key. */
  @Column({ type: 'bytea', nullable: true })
  fingerprint!: Buffer | null;

  /** The answer to the request. */
  @Column({ type: 'json' })
  answer!: object;

  /** Null once it is on Kafka. */
  @Column({ type: 'bytea', nullable: true })
  command!: Buffer | null;

  @Column({ name: 'requested_at', type: 'timestamptz' })
  requestedAt!: Date;
}
