import { Body, Controller, Param, Put } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import {
  workflowConfigAnswerSchema,
  workflowConfigSchema,
  workflowIdSchema,
  type WorkflowConfig,
  type WorkflowConfigAnswer,
} from '@casewire/families';
import { CurrentIdentity, RequireScope, type Identity } from '@casewire/identity';
import { DefinitionSubscriptions } from './definition-subscriptions.ts';

/** What a workflow's definition says about its runs. */
@Controller('api/v1/external/workflows')
@RequireScope('write')
export class WorkflowConfigController {
  readonly #subscriptions: DefinitionSubscriptions;

  constructor(subscriptions: DefinitionSubscriptions) {
    this.#subscriptions = subscriptions;
  }

  @Put(':workflowId/config')
  @ApiOperation({
    summary: 'Set the subscriptions of a workflow definition',
    description:
      'They get the events of all its runs and replace those that were set before; one that stays the same keeps its id.',
  })
  @ApiResponse({ status: 200, standardSchema: workflowConfigAnswerSchema })
  set(
    @Param('workflowId', { schema: workflowIdSchema }) workflowId: string,
    @Body({ schema: workflowConfigSchema }) { config }: WorkflowConfig,
    @CurrentIdentity() identity: Identity,
  ): Promise<WorkflowConfigAnswer> {
    return this.#subscriptions.replace(identity, workflowId, config.subscriptions);
  }
}
