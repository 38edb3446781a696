import { coversPointer, instantSchema, pointerProblem } from '@casewire/events';
import { retryPresets, type RetryPreset } from '@casewire/delivery-policy';
import { families } from '@casewire/families';
import { compileQuery, MAX_QUERY_BYTES, QuerySyntaxError } from '@casewire/jmespath';
import { isValidPattern, MAX_PATTERN_BYTES, MAX_PREFIX_CHARACTERS } from '@casewire/matching-rules';
import { Breather } from '@casewire/metering';
import { z } from 'zod';
import { limits } from './limits.ts';

/** A field of the contract whose behaviour is not built. It is refused, so that nobody relies on it. */
export function notYet() {
  return z
    .custom<undefined>((value) => value === undefined, 'is not available yet')
    .optional()
    .describe('Not available yet.');
}

/** An instant that has not passed yet. */
export const futureInstant = instantSchema.refine(
  (instant) => instant.getTime() > Date.now(),
  'is not in the future',
);

const DAY_SECONDS = 24 * 60 * 60;

export const patternSchema = z.string().refine(isValidPattern, {
  error: 'is not a pattern',
  params: {
    accepted: `an event type of at most ${MAX_PATTERN_BYTES} bytes, or at most ${MAX_PREFIX_CHARACTERS} characters of its beginning followed by a single \`*\`; Casewire's own types, \`casewire.…\`, by name alone`,
  },
});

/** Ids of definitions and runs come from upstream and are opaque; the limit is that of an event's attribute. */
export const levelIdSchema = z
  .string()
  .min(1)
  .refine((id) => Buffer.byteLength(id) <= limits.levelIdBytes && !/\p{Cc}/u.test(id), {
    error: 'is not an id',
    params: { accepted: `up to ${limits.levelIdBytes} bytes without control characters` },
  });

/** Refuses names such as `__proto__` and `constructor`, which objects treat specially: maps made of objects lose them. */
function refuseNamesOfObjects(input: unknown, context: z.RefinementCtx): unknown {
  if (typeof input !== 'object' || input === null) return input;
  for (const name of Object.keys(input)) {
    if (!(name in Object.prototype)) continue;
    context.addIssue({
      code: 'custom',
      input,
      path: [name],
      message: 'is a name that JavaScript keeps for itself',
    });
  }
  return input;
}

export const headersSchema = z.preprocess(
  refuseNamesOfObjects,
  z
    .record(z.string().max(limits.headerNameCharacters), z.string().max(limits.headerValueCharacters))
    .refine(
      (headers) => Object.keys(headers).length <= limits.headers,
      `has more than ${limits.headers} headers`,
    ),
);

/** Printable ASCII of `min` to `max` characters, with blanks or without them. */
export function printableText({ min = 1, max, blanks }: { min?: number; max: number; blanks: boolean }) {
  const pattern = new RegExp(`^[\\x${blanks ? '20' : '21'}-\\x7e]{${min},${max}}$`);
  return z
    .string()
    .regex(pattern, `is not ${min} to ${max} printable ASCII characters${blanks ? '' : ' without blanks'}`);
}

const schemes = [
  'native',
  'standard-webhooks',
  'standard-webhooks-ed25519',
  'hmac-body-hex',
  'timestamped-hex',
  'none',
] as const;

export const signingSchema = z.strictObject({
  scheme: z.enum(schemes).exactOptional().describe("Default: `native`, what the event's family does."),
  header: z.string().min(1).max(limits.signatureHeaderCharacters).exactOptional(),
  algorithm: z.enum(['sha1', 'sha256', 'sha512']).exactOptional(),
  keyEncoding: z.enum(['utf8', 'hex', 'base64']).exactOptional(),
});

/** A shorter secret could be guessed. */
const MIN_SECRET_CHARACTERS = 16;

/** A secret that a customer brings along. */
export const ownSecretSchema = printableText({
  min: MIN_SECRET_CHARACTERS,
  max: limits.secretCharacters,
  blanks: false,
}).describe(
  `${MIN_SECRET_CHARACTERS} to ${limits.secretCharacters} printable characters; for \`standard-webhooks-ed25519\` a private key, \`whsk_\` and base64. Default: a new one is made.`,
);

/** The signing settings of a new webhook, which may bring its first secret. */
export const newSigningSchema = z
  .strictObject({ ...signingSchema.shape, secret: ownSecretSchema.exactOptional() })
  .refine(({ scheme, secret }) => scheme !== 'none' || secret === undefined, {
    path: ['secret'],
    error: 'is not for the scheme none',
  });

const retryNames = ['none', ...Object.keys(retryPresets)] as ['none', ...RetryPreset[]];

const ownRetrySchema = z
  .strictObject({
    delaysSeconds: z
      .array(
        z
          .number()
          .gt(0)
          .max(7 * DAY_SECONDS),
      )
      // Not `max`: a union would then name itself instead of this field.
      .refine((delays) => delays.length <= limits.retryDelays, {
        error: 'are too many',
        params: { accepted: `at most ${limits.retryDelays} items` },
      })
      .meta({ maxItems: limits.retryDelays }),
    maxAgeSeconds: z
      .number()
      .gt(0)
      .max(30 * DAY_SECONDS)
      .exactOptional(),
  })
  .refine(({ delaysSeconds: [first = 0], maxAgeSeconds = Infinity }) => maxAgeSeconds >= first, {
    path: ['maxAgeSeconds'],
    error: 'is shorter than the first delay, so nothing would be tried again',
    params: { accepted: 'at least the first delay, or `"retry": "none"`' },
  });

export const retrySchema = z
  .union([z.enum(retryNames), ownRetrySchema], {
    error: `is neither ${retryNames.map((name) => `"${name}"`).join(', ')} nor of the form {"delaysSeconds": [seconds, ...], "maxAgeSeconds": seconds}`,
  })
  .describe(
    'When a failed attempt is tried again: `standard` ten times over three days, `fast` eight times within ten minutes, ' +
      '`patient` twelve times over seven days, each delay up to 20 % shorter or longer; or exact delays.',
  );

/** The options that a webhook may choose for each family, by the family's name. */
export const familyOptionsSchema = namingItsFields(
  Object.fromEntries(
    families.flatMap(({ name, options }) =>
      options === undefined ? [] : [[name, namingItsFields(options.shape).exactOptional()]],
    ),
  ),
).describe('Options of the families, for events of that family; what is not named takes its default.');

/** An object that names its fields where it refuses one. */
function namingItsFields<Shape extends z.ZodRawShape>(shape: Shape) {
  const accepted = `one of ${Object.keys(shape).join(', ')}`;
  return z.strictObject(shape, {
    error: ({ code }) => (code === 'unrecognized_keys' ? accepted : undefined),
  });
}

/**
 * A JMESPath expression. An error names the position of the mistake. A webhook may bring many large ones, so others get
 * their turn before each: a body with queries can only be parsed by zod's asynchronous functions.
 */
export const querySchema = z
  .string()
  .min(1)
  .check(async ({ value, issues }) => {
    await new Breather().pause();
    try {
      compileQuery(value);
    } catch (error) {
      if (!(error instanceof QuerySyntaxError)) throw error;
      issues.push({
        code: 'custom',
        input: value,
        message: error.message,
        params: {
          accepted: `a JMESPath expression of at most ${MAX_QUERY_BYTES} bytes: https://jmespath.site`,
        },
        continue: true,
      });
    }
  });

/** A JSON Pointer into `data`, in which `*` stands for every member or element of one level. */
export const pointerSchema = z
  .string()
  .max(limits.pointerCharacters)
  .superRefine((pointer, context) => {
    const problem = pointerProblem(pointer);
    if (problem === undefined) return;
    context.addIssue({
      code: 'custom',
      message: problem,
      params: {
        accepted: 'a JSON Pointer (RFC 6901) into `data`, for instance `/context/documents/*/pages`',
      },
    });
  });

const pointersSchema = z.array(pointerSchema).min(1).max(limits.payloadPointers);

/** The part of the data that a receiver may get. */
export const payloadSchema = z
  .strictObject({
    only: pointersSchema.exactOptional().describe('Nothing else of `data` is sent.'),
    omit: pointersSchema.exactOptional().describe('These are not sent, also where `only` names them.'),
  })
  .superRefine((selection, context) => {
    const { only = [], omit = [] } = selection;
    const issue = (path: (string | number)[], message: string) => {
      context.addIssue({ code: 'custom', path, message });
    };
    if (Object.keys(selection).length === 0) issue([], 'names neither `only` nor `omit`');
    const everything = omit.indexOf('/*');
    if (everything !== -1) issue(['omit', everything], 'leaves nothing of the document');
    only.forEach((pointer, index) => {
      const outer = omit.find((omitted) => coversPointer(omitted, pointer));
      if (outer !== undefined) issue(['only', index], `is left out by ${outer} of \`omit\``);
    });
  })
  .describe(
    'The part of `data` that is sent, as JSON Pointers in which `*` stands for every member or element of a level. ' +
      'Formats, transforms and placeholders see nothing else; filters see all of it. Default: all of `data`.',
  );

const transformSchema = z.strictObject({ transformer: z.literal('jmespath'), mapping: querySchema });

export const requestSchema = z.strictObject({
  transform: z.union(
    [
      transformSchema,
      z
        .array(transformSchema)
        // Not `min` and `max`: a union would then name itself instead of this field.
        .refine(({ length }) => length >= 1 && length <= limits.transforms, {
          error: 'are none or too many',
          params: { accepted: `1 to ${limits.transforms} items` },
        })
        .meta({ minItems: 1, maxItems: limits.transforms }),
    ],
    { error: 'is neither {"transformer": "jmespath", "mapping": "..."} nor a list of such' },
  ),
});

export const shownRequestSchema = z.object({
  transform: z.array(z.object({ transformer: z.literal('jmespath'), mapping: z.string() })),
});
