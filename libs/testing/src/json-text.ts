import fc from 'fast-check';

/** JSON texts with spellings that parsing and printing would lose. Bytes that are embedded must keep them. */

const blank = fc.constantFrom('', '', '', ' ', '\n\t');

const numberText = fc.oneof(
  fc.constantFrom('1.50', '1e400', '-0', '12345678901234567890', '1E+2', '0.10'),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
);

const stringText = fc.oneof(
  fc.constantFrom('"\\u00e9"', '"\\/"', '"\\ud800"', '"}\\\\\\""', '"çid/1 😀"'),
  fc.string({ unit: 'binary' }).map((value) => JSON.stringify(value)),
);

/** Names of members: some look like integers, some are one name in two spellings. */
const nameText = fc.oneof(fc.constantFrom('"7"', '"a"', '"\\u0061"', '"__proto__"', '""'), stringText);

function objectText(members: readonly (readonly [name: string, value: string])[], space: string): string {
  return `{${space}${members.map(([name, value]) => `${name}${space}:${space}${value}`).join(`${space},`)}${space}}`;
}

/** Any JSON value. */
export const jsonText: fc.Arbitrary<string> = fc.letrec<{ value: string; member: [string, string] }>(
  (tie) => ({
    member: fc.tuple(nameText, tie('value')),
    value: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      fc.constantFrom('null', 'true', 'false'),
      numberText,
      stringText,
      fc
        .tuple(fc.array(tie('value'), { maxLength: 3 }), blank)
        .map(([items, space]) => `[${items.join(`,${space}`)}]`),
      fc
        .tuple(fc.array(tie('member'), { maxLength: 4 }), blank)
        .map(([members, space]) => objectText(members, space)),
    ),
  }),
).value;

const timestampText = fc
  .tuple(
    fc.date({ min: new Date('1971-01-01'), max: new Date('2199-01-01'), noInvalidDate: true }),
    fc.constantFrom('Z', '.5Z', '.123456789Z', '+02:00', '.10-11:30'),
  )
  .map(([date, rest]) => `"${date.toISOString().slice(0, 19)}${rest}"`);

type JsonSchema = Readonly<Record<string, unknown>>;

interface Keywords {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly minLength?: number;
  readonly items?: JsonSchema;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
}

/** Any value that a schema accepts, of the keywords that the families use; objects have further members too. */
export function textFor(schema: JsonSchema): fc.Arbitrary<string> {
  const keywords: Keywords = schema;
  if (keywords.enum !== undefined) {
    return fc.constantFrom(...keywords.enum).map((value) => JSON.stringify(value));
  }
  const { type } = keywords;
  if (typeof type === 'object') return fc.oneof(...type.map((one) => textFor({ ...schema, type: one })));
  switch (type) {
    case undefined:
      return jsonText;
    case 'null':
      return fc.constant('null');
    case 'boolean':
      return fc.constantFrom('true', 'false');
    case 'integer':
      return fc.oneof(fc.constant('12345678901234567890'), fc.integer().map(String));
    case 'string':
      if (keywords.format === 'date-time') return timestampText;
      return stringText.filter((text) => text.length >= 2 + (keywords.minLength ?? 0));
    case 'array':
      return fc.array(textFor(keywords.items ?? {}), { maxLength: 3 }).map((items) => `[${items.join(',')}]`);
    case 'object':
      return objectFor(keywords);
    default:
      throw new Error(`no texts are made for the type ${type}`);
  }
}

function objectFor({ properties = {}, required = [] }: Keywords): fc.Arbitrary<string> {
  const members = Object.entries(properties).map(([name, schema]) => {
    const member = textFor(schema).map((value): [string, string] => [JSON.stringify(name), value]);
    return required.includes(name) ? member : fc.option(member, { nil: undefined });
  });
  const further = fc.array(
    fc.tuple(
      nameText.filter((text) => !((JSON.parse(text) as string) in properties)),
      jsonText,
    ),
    { maxLength: 3 },
  );
  return fc.tuple(fc.tuple(...members), further, blank).chain(([known, unknown, space]) => {
    const all = [...known.filter((member) => member !== undefined), ...unknown];
    return fc.shuffledSubarray(all, { minLength: all.length }).map((shuffled) => objectText(shuffled, space));
  });
}
