import fc from 'fast-check';

/**
 * Events with odd text in every place where text can stand. Specs and fault runs publish them among ordinary events.
 */

/** A record for a topic of events. */
export interface OddRecord {
  /** Where the odd text stands, for messages. */
  readonly place: string;
  readonly key: string | Buffer | null;
  readonly value: Buffer | null;
  /** An array stands for a header that is there several times. */
  readonly headers: Readonly<Record<string, string | Buffer | (string | Buffer)[]>>;
}

/** Attributes and data of an event that is accepted as it is. */
export interface SoundEvent {
  readonly attributes: Readonly<Record<string, string>>;
  readonly data: Readonly<Record<string, unknown>>;
}

/** NUL, control characters, halves of surrogate pairs, characters of every length, and text that is too long. */
export const oddText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    'a\0b',
    '\0',
    'a\ud800',
    '\udc00b',
    '\ufeff',
    '\ufffd',
    '\u0085',
    '\u2028',
    'Zoë €😀',
    'é'.repeat(300),
    'a'.repeat(5_000),
    '',
    ' ',
    '%00',
    '"',
    '\\u0000',
    'a\r\nb: c',
    '__proto__',
    'constructor',
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({
    unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
    minLength: 1,
    maxLength: 20,
  }),
);

/** Bytes, many of which are no UTF-8. */
export const oddBytes: fc.Arbitrary<Buffer> = fc.oneof(
  fc.constantFrom(
    Buffer.from([0xff]),
    Buffer.from([0xc3]),
    Buffer.from([0xed, 0xa0, 0x80]),
    Buffer.from([0xef, 0xbb, 0xbf, 0x61]),
    Buffer.from([0x61, 0x00]),
    Buffer.alloc(0),
  ),
  fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)),
  oddText.map((text) => Buffer.from(text)),
);

const attributeNames = [
  'specversion',
  'id',
  'source',
  'type',
  'time',
  'subject',
  'tenantid',
  'environment',
  'datacontenttype',
  'dataschema',
  'workflowdefinitionid',
  'workflowruntimeid',
  'correlationid',
  'traceparent',
  'tracestate',
  'vendor',
];

/** Any JSON value with odd text in it. */
const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  oddText,
  oddText.map((text) => ({ [text]: text })),
  oddText.map((text) => [text, { a: { [text]: null } }]),
  fc.constantFrom(null, 1.5, true, {}),
);

/** A record of an event in one of whose places odd text stands. Some such records are acceptable. */
export function oddRecord(sound: SoundEvent): fc.Arbitrary<OddRecord> {
  const key = fc.oneof(fc.constant(null), fc.constant('key'), oddBytes, oddText);
  const oddlyStructured = fc.oneof(
    fc
      .tuple(fc.constantFrom(...attributeNames), oddValue)
      .map(([name, value]) => ({ place: `attribute ${name}`, event: whole(sound, { [name]: value }) })),
    fc
      .tuple(oddText, oddValue)
      .map(([name, value]) => ({ place: 'name of an attribute', event: whole(sound, { [name]: value }) })),
    oddValue.map((value) => ({ place: 'data', event: whole(sound, { data: value }) })),
    fc.tuple(oddText, oddValue).map(([name, value]) => ({
      place: 'member of data',
      event: whole(sound, { data: { ...sound.data, [name]: value } }),
    })),
    oddText.map((text) => ({
      place: 'data_base64',
      event: { ...sound.attributes, data_base64: text },
    })),
  );
  const binary = (place: string, recordKey: OddRecord['key'], odd: OddRecord['headers']): OddRecord => ({
    place: `binary: ${place}`,
    key: recordKey,
    value: Buffer.from(JSON.stringify(sound.data)),
    headers: { ...binaryHeaders(sound), ...odd },
  });
  return fc.oneof(
    fc.tuple(oddlyStructured, key).map(([{ place, event }, recordKey]) => ({
      place: `structured: ${place}`,
      key: recordKey,
      value: Buffer.from(JSON.stringify(event)),
      headers: { 'content-type': 'application/cloudevents+json' },
    })),
    fc
      .tuple(fc.constantFrom(...attributeNames), oddBytes, key)
      .map(([name, bytes, recordKey]) => binary(`attribute ${name}`, recordKey, { [`ce_${name}`]: bytes })),
    fc
      .tuple(
        fc.constantFrom('traceparent', 'tracestate', 'content-type', 'casewire-receipt', 'other'),
        oddBytes,
        key,
      )
      .map(([name, bytes, recordKey]) => binary(`header ${name}`, recordKey, { [name]: bytes })),
    fc
      .tuple(fc.constantFrom(...attributeNames), oddBytes, key)
      .map(([name, bytes, recordKey]) =>
        binary(`${name} twice`, recordKey, { [`ce_${name}`]: [sound.attributes[name] ?? 'x', bytes] }),
      ),
    fc
      .tuple(oddText, oddBytes, key)
      .map(([name, bytes, recordKey]) =>
        binary('name of an attribute', recordKey, { [`ce_${name}`]: bytes }),
      ),
    fc.tuple(oddBytes, fc.boolean(), key).map(([bytes, isBinary, recordKey]) => ({
      place: 'value',
      key: recordKey,
      value: bytes,
      headers: isBinary ? binaryHeaders(sound) : { 'content-type': 'application/cloudevents+json' },
    })),
  );
}

/** An event in structured mode, with some members exchanged. */
function whole({ attributes, data }: SoundEvent, odd: Readonly<Record<string, unknown>>): object {
  return { ...attributes, data, ...odd };
}

/** Headers of an event in binary mode. */
function binaryHeaders({ attributes }: SoundEvent): Record<string, string> {
  const named = Object.entries(attributes).map(([name, text]): [string, string] => [`ce_${name}`, text]);
  return { 'content-type': 'application/json', ...Object.fromEntries(named) };
}
