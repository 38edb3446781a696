import { namedMembers } from '@casewire/events';
import type { RejectedEvent } from '@casewire/event-store';
import { isStructured } from '../admission/envelope.ts';

/** What stands in place of what a record had. */
export interface Corrections {
  /** JSON text. Undefined keeps the original. */
  readonly data?: Buffer | undefined;
  /** By name: the value, or null to leave the attribute out. Attributes that are not named are kept. */
  readonly attributes: Readonly<Record<string, string | null>>;
}

/** The parts of a rejected record that an event is read from. */
type Correctable = Pick<RejectedEvent, 'headers' | 'value'>;

/** Attributes and members that say what the data is. Corrected data is JSON, and is what `data` holds. */
const OF_DATA = ['data', 'data_base64', 'datacontenttype'];

/**
 * Puts corrections into a record. It keeps its content mode, and the bytes of what is not corrected.
 * @returns undefined for a record in structured mode whose value is no JSON object: no part of it can be replaced
 */
export function correctRecord(record: Correctable, corrections: Corrections): Correctable | undefined {
  if (!isStructured(record.headers['content-type'])) return correctHeaders(record, corrections);
  const value = correctMembers(record.value, corrections);
  return value && { ...record, value };
}

function correctHeaders({ headers, value }: Correctable, { data, attributes }: Corrections): Correctable {
  const replaced = replacedNames({ data, attributes });
  const kept = Object.entries(headers).filter(
    ([name]) => !(name.startsWith('ce_') && replaced.has(name.slice('ce_'.length))),
  );
  const added = givenValues(attributes).map(([name, text]) => [`ce_${name}`, text] as const);
  return {
    headers: {
      ...Object.fromEntries([...kept, ...added]),
      ...(data !== undefined && { 'content-type': 'application/json' }),
    },
    value: data ?? value,
  };
}

function correctMembers(value: Buffer, { data, attributes }: Corrections): Buffer | undefined {
  if (!isObject(value)) return undefined;
  const replaced = replacedNames({ data, attributes });
  const members = [
    ...[...namedMembers(value)].filter(([name]) => !replaced.has(name)),
    ...givenValues(attributes).map(([name, text]) => [name, Buffer.from(JSON.stringify(text))] as const),
    ...(data === undefined ? [] : [['data', data] as const]),
  ];
  const texts = members.flatMap(([name, json], index) => [
    Buffer.from(`${index === 0 ? '' : ','}${JSON.stringify(name)}:`),
    json,
  ]);
  return Buffer.concat([Buffer.from('{'), ...texts, Buffer.from('}')]);
}

function replacedNames({ data, attributes }: Corrections): ReadonlySet<string> {
  return new Set([...Object.keys(attributes), ...(data === undefined ? [] : OF_DATA)]);
}

function givenValues(attributes: Corrections['attributes']): (readonly [name: string, text: string])[] {
  return Object.entries(attributes).flatMap(([name, text]) => (text === null ? [] : [[name, text] as const]));
}

function isObject(json: Buffer): boolean {
  try {
    const parsed: unknown = JSON.parse(json.toString('utf8'));
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
  } catch {
    return false;
  }
}
