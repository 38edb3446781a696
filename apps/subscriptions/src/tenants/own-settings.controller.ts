import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { CurrentIdentity, RequireScope, tenantScope, type Identity } from '@casewire/identity';
import { z } from 'zod';
import { tenantSchema, toTenantView } from './tenant-schema.ts';
import { Tenants } from './tenants.ts';

const retentionSchema = z.object({
  events: z.int().describe('Accepted events, with the explanations that need them.'),
  rejectedEvents: z.int(),
  invocations: z.int().describe('Invocations and their attempts.'),
  audit: z.int().describe('Entries of the audit.'),
});

const ownSettingsSchema = tenantSchema.extend({
  retentionDays: retentionSchema.describe('How long things are kept, in days. The operator configures it.'),
});

/** How long things are kept, in days. */
export class Retention {
  readonly days: z.infer<typeof retentionSchema>;

  constructor(days: z.infer<typeof retentionSchema>) {
    this.days = days;
  }
}

/** Tells a tenant what the operator has set for it. */
@Controller('v1/settings')
export class OwnSettingsController {
  readonly #tenants: Tenants;
  readonly #retention: Retention;

  constructor(tenants: Tenants, retention: Retention) {
    this.#tenants = tenants;
    this.#retention = retention;
  }

  @Get()
  @RequireScope('read')
  @ApiOperation({
    summary: 'Read the settings of the tenant',
    description: 'Settings that are absent have their default. Only the operator changes them.',
  })
  @ApiResponse({ status: 200, standardSchema: ownSettingsSchema })
  async get(@CurrentIdentity() identity: Identity): Promise<z.infer<typeof ownSettingsSchema>> {
    const tenant = await this.#tenants.find(tenantScope(identity).tenantId);
    return { ...toTenantView(tenant), retentionDays: this.#retention.days };
  }
}
