import { objectMembers, type AcceptedEvent } from '@casewire/events';
import { z } from 'zod';
import type { RenderContext, RenderedBody } from '../family.ts';
import { withMember, writeJsonObject, type MemberValue } from '../json-writer.ts';

const DEFAULT_API_VERSION = 1;

/** Tenant settings. */
export const settings = {
  apiVersion: z
    .union([z.string().min(1).max(64), z.number()])
    .describe(`The apiVersion of Ballerine bodies. Default: ${DEFAULT_API_VERSION}.`),
};

/** What a webhook may choose. */
export const options = z.strictObject({
  withChildWorkflows: z
    .boolean()
    .exactOptional()
    .describe('Adds `childWorkflowsRuntimeData` to `data` where the event has it. Default: false.'),
});

const settingsSchema = z.object(settings).partial();

/** Members that only some events carry; they stand before `data`. */
const membersByType: Readonly<Record<string, readonly string[]>> = {
  'workflow.completed': ['workflowStatus', 'workflowFinalState'],
  'workflow.state.changed': ['state'],
};

/**
 * Ballerine's body: the keys of its page in their order, an unknown value left out, the workflow context as
 * `data`, byte for byte. Timestamps are ISO 8601 UTC with milliseconds.
 */
export function render(event: AcceptedEvent, context: RenderContext): RenderedBody {
  const { attributes } = event;
  const { apiVersion = DEFAULT_API_VERSION } = settingsSchema.parse(context.settings);
  const { withChildWorkflows = false } = options.parse(context.options);
  const members = objectMembers(event.data);
  const known = (name: string): Buffer | undefined => {
    const raw = members.get(name);
    return raw === undefined || isNull(raw) ? undefined : raw;
  };
  const resolvedAt = members.get('workflowResolvedAt');
  const ownMembers = (membersByType[attributes.type] ?? []).map((name): [string, MemberValue] => [
    name,
    known(name),
  ]);
  return {
    body: writeJsonObject([
      ['id', context.invocationId],
      ['eventName', attributes.type],
      ['apiVersion', apiVersion],
      ['timestamp', toUtc(attributes.time)],
      ['assignedAt', timestamp(known('assignedAt'))],
      ['assignee', known('assignee')],
      ['workflowCreatedAt', timestamp(known('workflowCreatedAt'))],
      [
        'workflowResolvedAt',
        resolvedAt !== undefined && isNull(resolvedAt) ? resolvedAt : timestamp(resolvedAt),
      ],
      ['workflowDefinitionId', known('workflowDefinitionId')],
      ['workflowRuntimeId', known('workflowRuntimeId')],
      ['ballerineEntityId', known('ballerineEntityId')],
      ['correlationId', attributes.correlationid],
      ['environment', attributes.environment],
      ...ownMembers,
      ['data', withChildWorkflows ? withChildren(members) : members.get('context')],
    ]),
    contentType: 'application/json',
    headers: {},
  };
}

const CHILDREN = 'childWorkflowsRuntimeData';

function withChildren(members: ReadonlyMap<string, Buffer>): Buffer | undefined {
  const context = members.get('context');
  const children = members.get(CHILDREN);
  if (context === undefined || children === undefined || isNull(children)) return context;
  return withMember(context, CHILDREN, children);
}

function isNull(raw: Buffer): boolean {
  return raw.length === 4 && raw.toString('latin1') === 'null';
}

function timestamp(raw: Buffer | undefined): string | undefined {
  return raw === undefined ? undefined : toUtc(JSON.parse(raw.toString()) as string);
}

/** What most events have already; reading and printing it again would be a fifth of the work on a body. */
const PRINTED_UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

function toUtc(time: string): string {
  return PRINTED_UTC.test(time) ? time : new Date(time).toISOString();
}
