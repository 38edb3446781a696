import { uuidCursor } from '@casewire/rest';
import { z } from 'zod';

const id = uuidCursor;

/** Body of POST /v1/reveals: what is to be shown. */
export const revealRequestSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('event'), id: id.describe('The `uid` of an accepted event.') }),
    z.strictObject({ kind: z.literal('rejected-event'), id: id.describe('Of a rejected event.') }),
    z.strictObject({
      kind: z.literal('invocation'),
      id: id.describe('Of an invocation, whose body is shown.'),
    }),
    z.strictObject({
      kind: z.literal('attempt'),
      id: id.describe('Of an invocation.'),
      attempt: id.describe('Of the attempt whose request and answer are shown.'),
    }),
    z.strictObject({
      kind: z.literal('inspector-request'),
      id: id.describe('Of a request that an inspector has got.'),
    }),
  ])
  .meta({ examples: [{ kind: 'event', id: '01a1fc0e-d1ce-7d8a-aa2a-bd0f8106de66' }] });

const headersSchema = z.array(z.object({ name: z.string(), value: z.string() }));

/** What was hidden. */
export const revealedSchema = z.object({
  bodyBase64: z
    .string()
    .nullable()
    .describe(
      'The exact bytes: the `data` of an event, the value of a rejected record, the body that an invocation sends or an inspector has got; of an attempt, what is kept of the answer. Null where there are none.',
    ),
  url: z.string().optional().describe('Of the request of an attempt, or of one that an inspector has got.'),
  headers: headersSchema.optional().describe('Of the request, or of the rejected record.'),
  answerHeaders: headersSchema.optional().describe('Of the answer to an attempt.'),
});

export type RevealRequest = z.output<typeof revealRequestSchema>;
export type Revealed = z.infer<typeof revealedSchema>;
