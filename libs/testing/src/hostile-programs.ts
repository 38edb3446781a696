import fc from 'fast-check';

/** A schema that is made to cost as much as possible, with data that lets it. */
export interface HostileSchema {
  readonly kind: string;
  readonly schema: Readonly<Record<string, unknown>>;
  readonly data: unknown;
}

/** A filter or mapping of the same sort. */
export interface HostileQuery {
  readonly kind: string;
  readonly query: string;
  readonly data: unknown;
}

type Json = Readonly<Record<string, unknown>>;

/** Sizes: most are within the limits on schemas, some beyond. */
const few = fc.integer({ min: 1, max: 20 });
const some = fc.integer({ min: 10, max: 400 });
const many = fc.integer({ min: 100, max: 4_000 });

const ofLength = <T>(length: number, make: (index: number) => T): T[] =>
  Array.from({ length }, (_, index) => make(index));
const objectOf = <T>(length: number, make: (index: number) => readonly [string, T]): Record<string, T> =>
  Object.fromEntries(ofLength(length, make));
const nested = (depth: number, wrap: (inner: unknown) => unknown, core: unknown): unknown =>
  ofLength(depth, () => wrap).reduce((inner, wrapping) => wrapping(inner), core);

/** Patterns whose programs, or the paths through them, are large. */
export const hostilePatterns: fc.Arbitrary<string> = fc.oneof(
  fc.integer({ min: 1, max: 1_000 }).map((count) => `^(a|b)*a(a|b){${count}}[bd]$`),
  fc.integer({ min: 1, max: 1_000 }).map((count) => `(a?){${count}}a{${count}}`),
  fc.integer({ min: 1, max: 1_000 }).map((count) => `^.{0,${count}}x`),
  fc.tuple(few, few, few).map(([x, y, z]) => `((a{${x}}){${y}}){${z}}b`),
  few.map((depth) => `^${'('.repeat(depth)}a${')*'.repeat(depth)}b$`),
  some.map((count) => '\\p{L}'.repeat(count)),
  some.map((count) => `[${'\\p{L}\\P{Lu}'.repeat(count)}]{2,9}$`),
  few.map((count) => `(?i)${'[B-\u{1044f}]'.repeat(count)}`),
  many.map((count) => `^(?:${ofLength(count, (index) => (index * 7_919).toString(36)).join('|')})$`),
  many.map((count) => '()'.repeat(count)),
  some.map((count) => '(?:a|'.repeat(count) + 'b' + ')'.repeat(count)),
);

/** A text on which such patterns go on for long. */
const patternText = fc
  .tuple(fc.constantFrom('a', 'ab', 'b', 'é', 'K'), many)
  .map(([part, count]) => part.repeat(count));

const formatNames = fc.constantFrom(
  ...['date', 'time', 'date-time', 'iso-time', 'iso-date-time', 'duration', 'uri', 'uri-reference'],
  ...['uri-template', 'url', 'email', 'hostname', 'ipv4', 'ipv6', 'regex', 'uuid', 'json-pointer', 'byte'],
);

/** Texts that formats look at for long before they refuse them. */
const formatText = fc
  .tuple(
    fc.constantFrom('a', '1', '/', 'a.', 'a@', '%41', '(', 't', ' ', ':', '{a', '2024-', 'a-', 'é'),
    many,
  )
  .map(([part, count]) => part.repeat(count));

/** How a subschema is hidden behind others. */
const wrapper = fc.constantFrom<(inner: unknown) => Json>(
  (inner) => ({ not: inner }),
  (inner) => ({ properties: { a: inner } }),
  (inner) => ({ items: inner }),
  (inner) => ({ anyOf: [inner, inner] }),
  (inner) => ({ allOf: [inner, { additionalProperties: inner }] }),
  (inner) => ({ if: inner, then: inner, else: inner }),
);

const alternatives = fc.constantFrom('anyOf', 'oneOf', 'allOf');

const hostileByKind: Readonly<Record<string, fc.Arbitrary<Omit<HostileSchema, 'kind'>>>> = {
  deep: fc.tuple(wrapper, some).map(([wrap, depth]) => ({
    // A part that is shared here is written out for each of its places: three times as much at each level.
    schema: nested(Math.min(depth, 9), wrap, { type: 'string' }) as Json,
    data: nested(depth, (inner) => ({ a: [inner] }), 'x'),
  })),
  deeper: many.map((depth) => ({
    schema: nested(depth, (inner) => ({ not: inner }), {}) as Json,
    data: {},
  })),
  wide: fc.tuple(alternatives, many).map(([keyword, count]) => ({
    schema: { [keyword]: [...ofLength(count, (index) => ({ const: index })), {}] },
    data: 'x',
  })),
  'many references': fc.tuple(some, many, alternatives).map(([references, branches, keyword]) => ({
    schema: {
      $defs: { a: { anyOf: [...ofLength(branches, () => ({ not: {} })), {}] } },
      [keyword]: ofLength(references, () => ({ $ref: '#/$defs/a' })),
    },
    data: {},
  })),
  'doubling references': few.map((depth) => ({
    schema: {
      $defs: {
        ...objectOf(depth, (index) => {
          const next = { $ref: `#/$defs/d${index + 1}` };
          return [`d${index}`, { allOf: [next, next] }];
        }),
        [`d${depth}`]: { type: 'string' },
      },
      $ref: '#/$defs/d0',
    },
    data: '',
  })),
  'recursive references': fc.tuple(fc.integer({ min: 1, max: 4 }), some).map(([branches, depth]) => ({
    schema: {
      allOf: ofLength(branches, () => ({
        properties: { a: { $ref: '#' } },
        items: { $ref: '#' },
        additionalProperties: { $ref: '#' },
      })),
    },
    data: nested(depth, (inner) => ({ a: inner, b: [inner === 'x' ? 1 : 2] }), 'x'),
  })),
  'references without end': alternatives.map((keyword) => ({
    schema: { [keyword]: [{ $ref: '#' }, { $ref: '#' }] },
    data: {},
  })),
  'dynamic references': fc.tuple(few, some).map(([resources, depth]) => ({
    schema: {
      $id: 'https://tenant.example/root',
      $dynamicAnchor: 'node',
      properties: { a: { $dynamicRef: '#node' } },
      allOf: ofLength(resources, (index) => ({
        $id: `r${index}`,
        $dynamicAnchor: 'node',
        properties: { a: { $dynamicRef: '#node' } },
      })),
    },
    data: nested(depth, (inner) => ({ a: inner }), 'x'),
  })),
  'unevaluated members': fc.tuple(some, many).map(([schemas, members]) => ({
    schema: {
      anyOf: ofLength(schemas, (index) => ({
        properties: { [`k${index}`]: true },
        additionalProperties: true,
      })),
      unevaluatedProperties: false,
    },
    data: objectOf(members, (index) => [`k${index}`, index]),
  })),
  'unevaluated items': fc.tuple(some, many).map(([schemas, items]) => ({
    schema: {
      anyOf: ofLength(schemas, (index) => ({ contains: { const: index }, minContains: 0 })),
      unevaluatedItems: { type: 'integer' },
    },
    data: ofLength(items, (index) => index),
  })),
  'unique items': fc.tuple(many, few).map(([items, width]) => ({
    schema: { items: { uniqueItems: true }, uniqueItems: true },
    data: ofLength(items, (id) => objectOf(width, (index) => [`name-${index}`, [id, index]])),
  })),
  formats: fc
    .tuple(formatNames, fc.array(formatText, { minLength: 1, maxLength: 30 }))
    .map(([format, texts]) => ({
      schema: { items: { format, formatMinimum: '2024-01-01' } },
      data: texts,
    })),
  patterns: fc
    .tuple(fc.array(hostilePatterns, { minLength: 1, maxLength: 12 }), patternText)
    .map(([patterns, text]) => ({
      schema: {
        properties: { s: { anyOf: [...patterns.map((pattern) => ({ pattern })), { type: 'string' }] } },
      },
      data: { s: text },
    })),
  'patterns of names': fc
    .tuple(fc.array(hostilePatterns, { minLength: 1, maxLength: 6 }), patternText, few)
    .map(([patterns, text, members]) => ({
      schema: {
        patternProperties: Object.fromEntries(patterns.map((pattern) => [pattern, true])),
        propertyNames: { pattern: patterns[0] },
        additionalProperties: false,
      },
      data: objectOf(members, (index) => [`${text}${index}`, index]),
    })),
  constants: fc.tuple(some, some).map(([constants, members]) => ({
    schema: {
      items: { enum: ofLength(constants, (id) => objectOf(20, (index) => [`k${index}`, [id, index]])) },
    },
    data: ofLength(members, (id) => objectOf(20, (index) => [`k${index}`, [id + 1_000, index]])),
  })),
  'long lists of names': many.map((count) => ({
    schema: {
      items: { required: ofLength(count, (index) => `k${index}`), dependentRequired: { a: ['a'] } },
    },
    data: ofLength(count, () => ({})),
  })),
  'what a list contains': fc.tuple(some, many).map(([schemas, items]) => ({
    schema: {
      allOf: ofLength(schemas, (index) => ({ contains: { minimum: index }, minContains: items })),
    },
    data: ofLength(items, () => 1_000_000),
  })),
  conditions: fc.tuple(some, many).map(([schemas, items]) => ({
    schema: {
      items: {
        allOf: ofLength(schemas, (index) => ({
          if: { properties: { a: { const: index } } },
          then: { required: ['a'] },
          else: { not: { required: [`b${index}`] } },
        })),
      },
    },
    data: ofLength(items, (index) => ({ a: index, b: 'x' })),
  })),
};

/** Schemas of every kind, each with data that it is slow on. */
export const hostileSchemas: fc.Arbitrary<HostileSchema> = fc.oneof(
  ...Object.entries(hostileByKind).map(([kind, arbitrary]) => arbitrary.map((made) => ({ kind, ...made }))),
);

const repeated = (count: number, part: string, separator: string): string =>
  ofLength(count, () => part).join(separator);

/** Data that queries go through: a list, a list of objects, a long text, an object of many members. */
const queried = fc.tuple(many, some, many).map(([items, members, characters]) => ({
  list: ofLength(items, (index) => index),
  rows: ofLength(Math.min(items, 1_000), (index) => ({
    id: `row-${index}`,
    tags: ['a', 'b'],
    rows: [{ id: 'x' }],
  })),
  text: 'ab'.repeat(characters),
  object: objectOf(members, (index) => [`k${index}`, index]),
}));

const hostileQueriesByKind: Readonly<Record<string, fc.Arbitrary<string>>> = {
  'nested projections': few.map((depth) => `${'list[*].[$.'.repeat(depth)}list[*]${']'.repeat(depth)}`),
  'chained projections': some.map((length) => repeated(length, 'rows[*]', '.')),
  'filtered projections': few.map(
    (depth) => `${'rows[?length($.'.repeat(depth)}rows[?id == id]${') > `0`]'.repeat(depth)}`,
  ),
  'doubled lists': some.map((times) => `list|${repeated(times, '[@,@][]', '|')}`),
  'doubled texts': some.map((times) => `text|${repeated(times, "join('', [@,@])", '|')}`),
  'doubled objects': some.map((times) => `${repeated(times, '{a: @, b: @}', '|')}|to_string(@)`),
  'joined lists': some.map((times) => `join('-', rows[*].join($.text, [${repeated(times, 'id', ', ')}]))`),
  'sorted lists': few.map((times) => repeated(times, 'rows[*].sort_by($.rows, &id)', '|')),
  'mapped lists': few.map((depth) => `${'map(&('.repeat(depth)}@${'), $.list)'.repeat(depth)}`),
  'grouped lists': few.map((times) => `rows[*].[${repeated(times, 'group_by($.rows, &id)', ', ')}]`),
  'merged objects': some.map((times) => `list[*].merge(${repeated(times, '$.object', ', ')})`),
  'texts that are searched': few.map(
    (times) => `list[*].[${repeated(times, "contains($.text, 'bb')", ', ')}]`,
  ),
  'texts that grow': few.map((times) => repeated(times, "replace(text, 'a', text)", ' || ')),
  'padded texts': fc.integer({ min: 1_000, max: 1e9 }).map((width) => `pad_left(text, \`${width}\`)`),
  scopes: few.map((depth) => `${'map(&let $a = @ in '.repeat(depth)}$a${', $.list)'.repeat(depth)}`),
  comparisons: some.map((times) => `list[?${repeated(times, '$.rows == $.rows', ' && ')}]`),
  'many calls': many.map((count) => `[${repeated(Math.min(count, 1_500), 'length(@)', ',')}]`),
  'many parts': many.map((count) => `[${repeated(count, 'text', ',')}]`),
  'long chains': many.map((count) => repeated(count, 'a', '.')),
  'open brackets': many.map((count) => '('.repeat(count)),
  'large literals': many.map((count) => `\`[${repeated(count, '1', ',')}]\``),
  'broken ends': many.map((count) => `${repeated(count, 'a', ' || ')})`),
};

/** Filters and mappings of every kind, each with data that it is slow on. */
export const hostileQueries: fc.Arbitrary<HostileQuery> = fc.oneof(
  ...Object.entries(hostileQueriesByKind).map(([kind, queries]) =>
    fc.tuple(queries, queried).map(([query, data]) => ({ kind, query, data })),
  ),
);
