import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { RequireScope } from '@casewire/identity';
import { z } from 'zod';

const egressSchema = z.object({
  addresses: z
    .array(z.string())
    .describe('Ranges in CIDR notation, as the operator has configured them; empty where none are promised.'),
});

/** The ranges that deliveries come from. */
export class EgressAddresses {
  readonly ranges: readonly string[];

  constructor(ranges: readonly string[]) {
    this.ranges = ranges;
  }
}

/** Tells customers what their firewalls have to let in. */
@Controller('v1/egress')
export class EgressController {
  readonly #addresses: EgressAddresses;

  constructor(addresses: EgressAddresses) {
    this.#addresses = addresses;
  }

  @Get()
  @RequireScope('read')
  @ApiOperation({ summary: 'Read the addresses that deliveries come from' })
  @ApiResponse({ status: 200, standardSchema: egressSchema })
  get(): z.infer<typeof egressSchema> {
    return { addresses: [...this.#addresses.ranges] };
  }
}
