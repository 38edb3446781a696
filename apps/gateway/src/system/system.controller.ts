import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { RequireScope } from '@casewire/identity';
import { z } from 'zod';
import { SystemReader } from './system-reader.ts';

const systemSchema = z.object({
  complete: z.boolean(),
  unavailable: z.array(z.string()).describe('Services that do not answer.'),
  services: z.array(
    z.object({
      name: z.string(),
      version: z.string().nullable().describe('Null where it does not say.'),
      ready: z.boolean().describe('It can do its work now.'),
      away: z.array(z.string()).describe('What it needs and does not have, for instance `postgres`.'),
    }),
  ),
});

/** Shows the operator whether the services work. */
@Controller('v1/system')
@RequireScope('operator')
export class SystemController {
  readonly #reader: SystemReader;

  constructor(reader: SystemReader) {
    this.#reader = reader;
  }

  @Get()
  @ApiOperation({
    summary: 'Read which services answer, their versions, and what they lack',
    description:
      'For the operator. Of several processes of a service, the one that the gateway reaches answers.',
  })
  @ApiResponse({ status: 200, standardSchema: systemSchema })
  read() {
    return this.#reader.read();
  }
}
