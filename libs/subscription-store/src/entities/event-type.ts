import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ schema: 'subscriptions', name: 'event_types' })
export class TenantEventType {
  @PrimaryColumn({ name: 'tenant_id', type: 'text' })
  tenantId!: string;

  @PrimaryColumn({ type: 'text' })
  type!: string;

  @Column({ type: 'text' })
  description!: string;

  @Column({ type: 'json' })
  schema!: Readonly<Record<string, unknown>>;

  @Column({ type: 'json', nullable: true })
  example!: unknown;

  /** JSON pointers to values that must not be shown. */
  @Column({ type: 'text', array: true })
  sensitive!: string[];

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'updated_at', type: 'timestamptz' })
  updatedAt!: Date;
}
