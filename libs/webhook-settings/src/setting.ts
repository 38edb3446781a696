import { z } from 'zod';

/** The services that read settings, each by a statement of its own: to find webhooks, and to load targets. */
export type Reader = 'matching' | 'delivery';

/** Types of the columns that hold settings. */
export type ColumnType =
  'text' | 'text[]' | 'integer' | 'double precision' | 'boolean' | 'jsonb' | 'timestamptz';

/** The members of every setting. The functions below make settings whose exact types the compiler knows too. */
export interface Setting {
  /** How the body of POST /v1/webhooks gives it. */
  readonly created: z.ZodType;
  /** How the body of PATCH /v1/webhooks/{id} gives it. */
  readonly changed: z.ZodType;
  /** How answers show it. */
  readonly shown: z.ZodType;
  readonly column: ColumnType;
  /** The member of a row that holds it. Default: the name of the setting. */
  readonly storedAs?: string;
  readonly readBy: readonly Reader[];
  toColumn(given: unknown): unknown;
  toView(stored: unknown): unknown;
}

/** The definition of a setting of any kind. */
interface Definition<Given extends z.ZodType, Shown extends z.ZodType, Stored, Readers> {
  /** The values that a request may give, with limits and description. */
  readonly schema: Given;
  /** Default: the same as `schema`. */
  readonly shown?: Shown;
  readonly column: ColumnType;
  /** Default: nobody but the webhook's owner reads it. */
  readonly readBy?: Readers;
  /** Turns a given value into the stored one. Default: the value itself. */
  readonly toColumn?: (given: z.output<Given>) => Stored;
  /** Turns a stored value into the shown one. Default: the value itself. */
  readonly toView?: (stored: Stored) => z.output<Shown>;
}

/** A setting that every webhook has and that has no default. */
export function required<
  Given extends z.ZodType,
  Shown extends z.ZodType = Given,
  Stored = z.output<Shown>,
  const Readers extends readonly Reader[] = readonly [],
>({ schema, shown, column, readBy, toColumn, toView }: Definition<Given, Shown, Stored, Readers>) {
  return {
    created: schema,
    changed: schema.optional(),
    shown: (shown ?? schema) as Shown,
    column,
    readBy: (readBy ?? []) as Readers,
    toColumn: toColumn ?? ((given: z.output<Given>) => given as Stored),
    toView: toView ?? ((stored: Stored) => stored as z.output<Shown>),
  };
}

/** A setting that has the value `absent` where none is given. */
export function withDefault<
  Given extends z.ZodType,
  Shown extends z.ZodType = Given,
  Stored = z.output<Shown>,
  const Readers extends readonly Reader[] = readonly [],
>(
  definition: Definition<Given, Shown, Stored, Readers> & {
    readonly absent: z.core.util.NoUndefined<z.output<Given>>;
  },
) {
  return { ...required(definition), created: definition.schema.default(definition.absent) };
}

/** A setting that is null where none is given: it has no effect then, or the family of the event decides. */
export function nullable<
  Given extends z.ZodType,
  Shown extends z.ZodType = Given,
  Stored = z.output<Shown>,
  const Readers extends readonly Reader[] = readonly [],
>(
  definition: Definition<Given, Shown, Stored, Readers> & {
    /** The meaning of null, in the description of the API. */
    readonly absent?: string;
  },
) {
  const setting = required(definition);
  const created = setting.created.optional();
  return {
    ...setting,
    created: definition.absent === undefined ? created : created.describe(definition.absent),
    changed: setting.created.nullable().optional(),
    shown: setting.shown.nullable(),
    toColumn: (given: z.output<Given> | null | undefined) => (given == null ? null : setting.toColumn(given)),
    toView: (stored: Stored | null) => (stored === null ? null : setting.toView(stored)),
  };
}

/** A setting that a webhook is created with and keeps. A change would mix up deliveries that are under way. */
export function fixed<Kept extends object>(setting: Kept) {
  const changed = z
    .custom<undefined>((value) => value === undefined, 'cannot be changed; create another webhook')
    .optional()
    .describe('Cannot be changed.');
  return { ...setting, changed };
}
