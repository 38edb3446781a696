import { isUtf8 } from 'node:buffer';
import { namedMembers } from '@casewire/events';
import type { RejectedCase } from '@casewire/event-store';
import { familyOfType, readLevels, type LevelMembers } from '@casewire/families';
import type { KafkaRecord } from '@casewire/kafka';
import { isSoundValue } from '../admission/attributes.ts';
import { isStructured } from '../admission/envelope.ts';
import { MAX_ATTRIBUTES } from '../limits.ts';
import { attributesInHeaders } from './read-record.ts';

/** What can be read of a record. */
interface Remains {
  /** By name, unchecked. */
  readonly attributes: ReadonlyMap<string, string>;
  /** The JSON of `data`, if it is an object. */
  readonly data: Buffer | undefined;
}

/**
 * What the event of a record is about, as far as it can be read, so that people find it by their case. No record makes it
 * throw, and PostgreSQL can store what it yields. An event that could be accepted yields what it would be stored with. Of
 * any other, a value that no attribute may have is left out, and the others are read all the same.
 */
export function readCase({ value, headers }: Pick<KafkaRecord, 'value' | 'headers'>): RejectedCase {
  const bytes = value ?? Buffer.alloc(0);
  const { attributes, data } = isStructured(headers['content-type'])
    ? remainsOfMembers(bytes)
    : { attributes: attributesInHeaders(headers), data: objectIn(bytes) };
  const attribute = (name: string) => usable(attributes.get(name));
  const type = attribute('type');
  const levels = levelsIn(data, type);
  const runtimeId = attribute('workflowruntimeid') ?? usable(levels.runtime);
  return {
    ...{ eventId: attribute('id'), type, runtimeId, correlationId: attribute('correlationid') },
    subject: attribute('subject') ?? usable(levels.subject) ?? runtimeId,
  };
}

function usable(value: string | undefined): string | null {
  return value !== undefined && value !== '' && isSoundValue(value) ? value : null;
}

function remainsOfMembers(json: Buffer): Remains {
  const attributes = new Map<string, string>();
  let data: Buffer | undefined;
  for (const { name, value, parsed } of leadingMembers(json)) {
    if (name === 'data' && isObject(parsed)) data = value;
    else if (name === 'data_base64' && typeof parsed === 'string')
      data = objectIn(Buffer.from(parsed, 'base64'));
    else if (isAttributeValue(parsed) && isUtf8(value)) attributes.set(name, String(parsed));
  }
  return { attributes, data };
}

interface Member {
  readonly name: string;
  readonly value: Buffer;
  readonly parsed: unknown;
}

const OPEN_BRACE = 0x7b;
const SPACE = 0x20;

/** The attributes of an event and its data. Members behind more than these are not read. */
const MAX_MEMBERS = MAX_ATTRIBUTES + 1;

/** The members of a JSON object, or those that stand in front of the place where it is no JSON any more. */
function* leadingMembers(json: Buffer): Generator<Member> {
  if (json.find((byte) => byte > SPACE) !== OPEN_BRACE) return;
  let count = 0;
  try {
    for (const [name, value] of namedMembers(json)) {
      if (count++ === MAX_MEMBERS) return;
      yield { name, value, parsed: parse(value) };
    }
  } catch {
    // From here on it is no JSON.
  }
}

function parse(json: Buffer): unknown {
  return JSON.parse(json.toString('utf8'));
}

function isObject(parsed: unknown): boolean {
  return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
}

function isAttributeValue(parsed: unknown): parsed is string | number | boolean {
  return typeof parsed === 'string' || typeof parsed === 'number' || typeof parsed === 'boolean';
}

function objectIn(json: Buffer): Buffer | undefined {
  try {
    return isObject(parse(json)) ? json : undefined;
  } catch {
    return undefined;
  }
}

/** What the data says of the run and the subject, if the family of the type says where. */
function levelsIn(data: Buffer | undefined, type: string | null): LevelMembers {
  if (data === undefined || type === null) return {};
  try {
    return readLevels(familyOfType(type), data);
  } catch {
    return {};
  }
}
