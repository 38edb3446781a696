import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { CurrentIdentity, RequireScope, visibleScope, type Identity } from '@casewire/identity';
import { AttentionReader } from './attention-reader.ts';
import { attentionSchema, toAttentionView } from './attention-view.ts';

/** Shows what needs a person. An operator who names no tenant sees that of all tenants and of none. */
@Controller('v1/attention')
@RequireScope('read')
export class AttentionController {
  readonly #reader: AttentionReader;

  constructor(reader: AttentionReader) {
    this.#reader = reader;
  }

  @Get()
  @ApiOperation({ summary: 'Read what needs a person, the worst first, each with the request that mends it' })
  @ApiResponse({ status: 200, standardSchema: attentionSchema })
  async read(@CurrentIdentity() identity: Identity) {
    return toAttentionView(await this.#reader.read(visibleScope(identity)));
  }
}
