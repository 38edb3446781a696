import { Body, Controller, Param, Put } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import {
  ballerineConfigAnswerSchema,
  ballerineConfigSchema,
  ballerineWorkflowIdSchema,
  type BallerineConfig,
  type BallerineConfigAnswer,
} from '@casewire/families/ballerine/runs';
import { CurrentIdentity, RequireScope, type Identity } from '@casewire/identity';
import { RefusedFor } from '@casewire/rest';
import { BallerineConfigs } from './ballerine-configs.ts';

/** Ballerine's path for the configuration of a workflow definition. */
@Controller('api/v1/external/workflows')
@RequireScope('write')
export class BallerineConfigsController {
  readonly #configs: BallerineConfigs;

  constructor(configs: BallerineConfigs) {
    this.#configs = configs;
  }

  @Put(':workflowId/config')
  @RefusedFor('limit-reached')
  @ApiOperation({
    summary: 'Set the subscriptions of a workflow definition',
    description:
      'They get the events of all its runs and replace those that were set before; one that stays the same keeps its id.',
  })
  @ApiResponse({ status: 200, standardSchema: ballerineConfigAnswerSchema })
  set(
    @Param('workflowId', { schema: ballerineWorkflowIdSchema }) workflowId: string,
    @Body({ schema: ballerineConfigSchema }) { config }: BallerineConfig,
    @CurrentIdentity() identity: Identity,
  ): Promise<BallerineConfigAnswer> {
    return this.#configs.replace(identity, workflowId, config.subscriptions);
  }
}
