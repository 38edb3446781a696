import { webhookFormats } from '@casewire/families';
import { webhookMethods } from '@casewire/payloads';
import { sentUrl } from '@casewire/placeholders';
import { z } from 'zod';
import { authSchema, shownAuth, shownAuthSchema, tlsSchema } from './auth-schemas.ts';
import { limits } from './limits.ts';
import {
  familyOptionsSchema,
  futureInstant,
  headersSchema,
  levelIdSchema,
  newSigningSchema,
  patternSchema,
  payloadSchema,
  querySchema,
  requestSchema,
  retrySchema,
  shownRequestSchema,
  signingSchema,
} from './schemas.ts';
import { fixed, nullable, required, withDefault, type Setting } from './setting.ts';

export const webhookStatuses = ['active', 'paused', 'disabled'] as const;

const eventsSchema = z.array(patternSchema).min(1).max(limits.patterns);

/**
 * Every setting of a webhook, in the order in which answers show them. Request bodies, answers, rows and the statements
 * of the services in `readBy` follow from the entries. To add a setting, add an entry here, a migration for its column
 * (the name of the entry in snake case), and the code that acts on it.
 */
export const settings = {
  name: nullable({ schema: z.string().min(1).max(limits.nameCharacters), shown: z.string(), column: 'text' }),
  url: required({
    schema: z.string().min(1).max(limits.urlCharacters),
    shown: z.string(),
    column: 'text',
    readBy: ['delivery'],
    toView: sentUrl,
  }),
  events: {
    ...required({ schema: eventsSchema, shown: z.array(z.string()), column: 'text[]' }),
    created: eventsSchema.optional().describe('Default: all; with `stateNames`, all that tell a state.'),
  },
  definitionId: fixed(nullable({ schema: levelIdSchema, shown: z.string(), column: 'text' })),
  runtimeId: fixed(nullable({ schema: levelIdSchema, shown: z.string(), column: 'text' })),
  method: fixed(
    withDefault({
      absent: 'POST',
      schema: z.enum(webhookMethods).describe('GET sends no body, but what it would say in the query.'),
      shown: z.enum(webhookMethods),
      column: 'text',
      readBy: ['matching', 'delivery'],
    }),
  ),
  headers: withDefault({
    absent: {},
    schema: headersSchema,
    shown: z.record(z.string(), z.string()),
    column: 'jsonb',
    readBy: ['delivery'],
  }),
  auth: {
    ...nullable({ schema: authSchema, shown: shownAuthSchema, column: 'jsonb', toColumn: shownAuth }),
    shown: shownAuthSchema.nullable().describe('Without secrets.'),
  },
  tls: nullable({
    schema: tlsSchema,
    absent: 'Default: as with all receivers.',
    column: 'jsonb',
    readBy: ['delivery'],
  }),
  format: withDefault({
    absent: 'native',
    schema: z.enum(webhookFormats),
    column: 'text',
    readBy: ['matching', 'delivery'],
  }),
  signing: {
    ...withDefault({
      absent: {},
      schema: newSigningSchema,
      shown: signingSchema,
      column: 'jsonb',
      readBy: ['delivery'],
      toColumn: ({ secret: _secret, ...signing }) => signing,
    }),
    changed: signingSchema.optional().describe('Replaces all of it; the secret is changed by rotation.'),
  },
  sendWebhookId: withDefault({ absent: true, schema: z.boolean(), column: 'boolean', readBy: ['delivery'] }),
  retry: {
    ...nullable({
      schema: retrySchema,
      absent: "Default: the family's schedule.",
      column: 'jsonb',
      readBy: ['delivery'],
    }),
    shown: retrySchema.nullable().describe("Null: the family's."),
  },
  timeoutMs: nullable({
    schema: z.int().min(100).max(limits.timeoutMs),
    absent: "Default: the family's, 10 s.",
    shown: z.int(),
    column: 'integer',
    readBy: ['delivery'],
  }),
  rateLimitPerSecond: nullable({
    schema: z
      .number()
      .min(limits.leastRatePerSecond)
      .max(limits.ratePerSecond)
      .describe('Deliveries to this webhook per second at most; 0.2 is one in five seconds.'),
    absent: 'Default: no limit.',
    shown: z.number(),
    column: 'double precision',
    readBy: ['delivery'],
  }),
  maxConcurrency: nullable({
    schema: z.int().min(1).max(1000).describe('Requests in flight to this webhook at most.'),
    absent: 'Default: as the operator has set it, 100 if not at all.',
    shown: z.int(),
    column: 'integer',
    readBy: ['delivery'],
  }),
  ordering: fixed(
    withDefault({
      absent: 'none',
      schema: z.enum(['none', 'subject']),
      column: 'text',
      readBy: ['matching'],
    }),
  ),
  onGiveUp: withDefault({
    absent: 'skip',
    schema: z
      .enum(['skip', 'block'])
      .describe(
        'What becomes of the later events of a subject when one is given up, with `ordering: "subject"`. `skip`: they ' +
          'follow. `block`: they wait until the failed invocation is retried with success, or cancelled.',
      ),
    column: 'text',
    readBy: ['delivery'],
  }),
  successStatus: nullable({
    schema: z.enum(['2xx', '200']),
    absent: "Default: the family's.",
    column: 'text',
    readBy: ['delivery'],
  }),
  options: {
    ...withDefault({ absent: {}, schema: familyOptionsSchema, column: 'jsonb', readBy: ['matching'] }),
    changed: familyOptionsSchema.optional().describe('Replaces all of them.'),
  },
  status: withDefault({
    absent: 'active',
    schema: z
      .enum(webhookStatuses)
      .describe(
        'While it is `paused`, what matches it is held; `active` ends the pause and sends what was held. A `disabled` one matches nothing, and what is pending fails.',
      ),
    shown: z.enum(webhookStatuses),
    column: 'text',
    readBy: ['matching', 'delivery'],
  }),
  expiresAt: nullable({
    schema: futureInstant,
    absent: 'Default: never.',
    shown: z.iso.datetime(),
    column: 'timestamptz',
    readBy: ['delivery'],
    toView: (at: Date) => at.toISOString(),
  }),
  stateNames: nullable({
    schema: z
      .array(z.string().min(1).max(limits.nameCharacters))
      .min(1)
      .max(limits.stateNames)
      .describe('Only events that move a run into one of these states.'),
    shown: z.array(z.string()),
    column: 'text[]',
    readBy: ['matching'],
  }),
  filter: nullable({
    schema: querySchema.describe('Only events for which this yields true, over the attributes and `data`.'),
    shown: z.string(),
    column: 'text',
    readBy: ['matching'],
  }),
  payload: nullable({ schema: payloadSchema, column: 'jsonb', readBy: ['matching'] }),
  request: {
    ...nullable({
      schema: requestSchema.describe(
        "The body is what the transforms make, in order, of the event's context.",
      ),
      shown: shownRequestSchema,
      column: 'jsonb',
      readBy: ['matching'],
      toColumn: ({ transform }) => [transform].flat(),
      toView: (transform) => ({ transform }),
    }),
    storedAs: 'transform' as const,
  },
};

export type Settings = typeof settings;
type Shape<Part extends 'created' | 'changed' | 'shown'> = { [Name in keyof Settings]: Settings[Name][Part] };

function shapeOf<Part extends 'created' | 'changed' | 'shown'>(part: Part): Shape<Part> {
  const entries = Object.entries<Setting>(settings).map(([name, setting]) => [name, setting[part]] as const);
  return Object.fromEntries(entries) as Shape<Part>;
}

/** The settings in answers. */
export const shownSettingsShape = shapeOf('shown');

/** Body of POST /v1/webhooks. */
export const newWebhookSchema = z
  .strictObject({ ...shapeOf('created') })
  .meta({ examples: [{ url: 'https://receiver.example/hooks', events: ['claim.paid'] }] });

// An error about an unknown field lists the known ones in this order: first those that can be changed.
const { definitionId, runtimeId, method, ordering, ...changeable } = shapeOf('changed');
const kept = { definitionId, runtimeId, method, ordering };

/** Body of PATCH /v1/webhooks/{id}. Settings that it names are changed; null takes the default. */
export const webhookChangeSchema = z
  .strictObject({ ...changeable, ...kept })
  .meta({ examples: [{ url: 'https://receiver.example/new', status: 'active' }] });

export type NewWebhook = z.infer<typeof newWebhookSchema>;
export type WebhookChange = z.infer<typeof webhookChangeSchema>;
