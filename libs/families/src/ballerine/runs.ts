import { objectMembers, type Environment } from '@casewire/events';
import { z } from 'zod';
import { writeJsonObject } from '../json-writer.ts';

/** Subscriptions of one run request at most. */
export const MAX_RUN_SUBSCRIPTIONS = 20;

/** Subscriptions of one definition at most. */
const MAX_DEFINITION_SUBSCRIPTIONS = 100;

/** An id that Ballerine or its customer chose; the limit is that of an event's attribute. */
const opaqueId = z
  .string()
  .min(1)
  .refine((id) => Buffer.byteLength(id) <= 512 && !/\p{Cc}/u.test(id), {
    error: 'is not an id',
    params: { accepted: 'up to 512 bytes without control characters' },
  });

/** One of `config.subscriptions`. The schema of webhooks decides later what `url` and `events` may be. */
const subscriptionSchema = z.looseObject({
  type: z.literal('webhook'),
  url: z.string(),
  events: z.array(z.string()).min(1),
  config: z.looseObject({ withChildWorkflows: z.boolean().optional() }).optional(),
});

const exampleSubscription = {
  type: 'webhook',
  url: 'https://receiver.example/hooks',
  events: ['workflow.completed'],
};

/**
 * Body of `POST /api/v1/external/workflows/run`, as the page's "full run request with subscription" has it. The workflow
 * engine judges members that are not named here.
 */
export const ballerineRunRequestSchema = z
  .looseObject({
    workflowId: opaqueId,
    context: z.looseObject({
      entity: z.looseObject({
        type: z.string().min(1).max(200),
        id: opaqueId.optional(),
        ballerineEntityId: opaqueId.optional(),
        data: z.looseObject({}).optional(),
      }),
      documents: z.array(z.unknown()).optional(),
    }),
    config: z
      .looseObject({ subscriptions: z.array(subscriptionSchema).max(MAX_RUN_SUBSCRIPTIONS).optional() })
      .optional(),
  })
  .meta({
    examples: [
      {
        workflowId: 'kyb',
        context: { entity: { type: 'business', id: 'customer-7', data: {} }, documents: [] },
        config: { subscriptions: [exampleSubscription] },
      },
    ],
  });

/** Answer to a run request. `entities` holds the one entity that the request is about. */
export const ballerineRunAnswerSchema = z.object({
  workflowDefinitionId: z.string(),
  workflowRuntimeId: z.string(),
  ballerineEntityId: z.string(),
  entities: z.array(z.object({ id: z.string(), type: z.string() })),
});

/** Id of a definition in a path. */
export const ballerineWorkflowIdSchema = opaqueId;

/** Body of `PUT /api/v1/external/workflows/{workflowId}/config`, the page's first example. */
export const ballerineConfigSchema = z
  .object({
    config: z.object({ subscriptions: z.array(subscriptionSchema).max(MAX_DEFINITION_SUBSCRIPTIONS) }),
  })
  .meta({ examples: [{ config: { subscriptions: [exampleSubscription] } }] });

/** Answer to it: the subscriptions as they are now, each with the id of its webhook. */
export const ballerineConfigAnswerSchema = z.object({
  workflowDefinitionId: z.string(),
  config: z.object({ subscriptions: z.array(subscriptionSchema.extend({ id: z.uuid() })) }),
});

export type BallerineRunRequest = z.infer<typeof ballerineRunRequestSchema>;
export type BallerineRunAnswer = z.infer<typeof ballerineRunAnswerSchema>;
export type BallerineConfig = z.infer<typeof ballerineConfigSchema>;
export type BallerineConfigAnswer = z.infer<typeof ballerineConfigAnswerSchema>;
export type BallerineSubscription = z.infer<typeof subscriptionSchema>;

/** The part of a new run that Casewire decides. */
export interface NewBallerineRun {
  readonly runtimeId: string;
  /** Id for an entity to which the request gives none. */
  readonly entityId: string;
  readonly tenantId: string;
  readonly environment: Environment;
  readonly requestedAt: Date;
}

export function toBallerineRunAnswer(request: BallerineRunRequest, run: NewBallerineRun): BallerineRunAnswer {
  const { entity } = request.context;
  const id = entity.ballerineEntityId ?? run.entityId;
  return {
    workflowDefinitionId: request.workflowId,
    workflowRuntimeId: run.runtimeId,
    ballerineEntityId: id,
    entities: [{ id, type: entity.type }],
  };
}

/**
 * The command for the workflow engine. It has every member of the request byte for byte, also those that the schema does
 * not name. A member of the request cannot override what Casewire says about the run.
 * @param body the request's own bytes
 */
export function writeBallerineRunCommand(
  body: Buffer,
  request: BallerineRunRequest,
  run: NewBallerineRun,
): Buffer {
  const { workflowDefinitionId, workflowRuntimeId, ballerineEntityId } = toBallerineRunAnswer(request, run);
  const members = objectMembers(body);
  const own = {
    workflowDefinitionId,
    workflowRuntimeId,
    ballerineEntityId,
    tenantId: run.tenantId,
    environment: run.environment,
    correlationId: request.context.entity.id,
    context: members.get('context'),
    config: members.get('config'),
    requestedAt: run.requestedAt.toISOString(),
  };
  const passedThrough = [...members].filter(([name]) => name !== 'workflowId' && !Object.hasOwn(own, name));
  return writeJsonObject([...Object.entries(own), ...passedThrough]);
}

/** The settings of the webhook that a subscription asks for. */
export function fromBallerineSubscription({ url, events, config }: BallerineSubscription) {
  const options: Record<string, Record<string, unknown>> = config?.withChildWorkflows === true
    ? { ballerine: { withChildWorkflows: true } }
    : {};
  return { url, events, options };
}

/** The subscription that a webhook was made of. */
export function toBallerineSubscription({
  url,
  events,
  options,
}: ReturnType<typeof fromBallerineSubscription>): BallerineSubscription {
  const withChildWorkflows = options['ballerine']?.['withChildWorkflows'] === true;
  return { type: 'webhook', url, events, ...(withChildWorkflows && { config: { withChildWorkflows } }) };
}
