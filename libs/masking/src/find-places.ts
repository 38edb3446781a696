import { ANY_NAME, pointerNames, type AcceptedEvent } from '@casewire/events';
import { compileSchema, type EventType, type Family } from '@casewire/families';
import { pointerToken } from '@casewire/json-schema';
import { hideIn } from './hide-in.ts';

/** Names from the root of a document. `*` stands for every member or element of one level. */
type Way = readonly string[];

/** What stands in a sample in the place of a sensitive value. */
interface Mark {
  readonly text: string;
  /** In the place of numbers. */
  readonly number: number;
}

const marks = [
  { text: 'a mark', number: 471_100_000_001 },
  { text: 'some other mark', number: 90_000_471_100_002 },
] as const satisfies readonly Mark[];

/** The member that a sample has beside those of the example where a pointer has `*`. */
const FURTHER_NAME = 'further';

/**
 * Finds where bodies of a family's own format have what is sensitive in an event. The example of the type is rendered twice,
 * with two different marks in the place of the values that a pointer leads to. The places where the first mark arrives are
 * believed only if the two bodies are the same without them: then no other byte tells anything of the values.
 * @param options that the webhook chose among those of the family
 * @returns JSON Pointers into the body; undefined where the samples do not tell
 */
export function findPlaces(
  family: Pick<Family, 'render'>,
  type: EventType,
  options: Readonly<Record<string, unknown>>,
): string[] | undefined {
  const context = { invocationId: 'sample', webhookId: 'sample', settings: {}, options };
  const render = (data: Buffer): Buffer => family.render(sampleEvent(type.type, data), context).body;
  const places = new Set<string>();
  for (const pointer of type.sensitive) {
    const found = placesOf(pointerNames(pointer), type, render);
    if (found === undefined) return undefined;
    for (const place of found) places.add(place);
  }
  return [...places];
}

function placesOf(
  way: Way,
  { example, schema }: EventType,
  render: (data: Buffer) => Buffer,
): string[] | undefined {
  const samples = marks.map((mark) => withMark(example, way, mark));
  if (samples.some((sample) => compileSchema(schema)(sample).length > 0)) return undefined;
  const [sample, otherSample] = samples.map((each) => JSON.stringify(each));
  if (sample === undefined || otherSample === undefined || sample === otherSample) return undefined;
  try {
    const [body, otherBody] = [render(Buffer.from(sample)), render(Buffer.from(otherSample))];
    const found = waysTo(marks[0], JSON.parse(body.toString())).map((to) => placeAt(to, way));
    const places = found.filter((place) => place !== undefined);
    const isAll = places.length === found.length && hideIn(body, places).equals(hideIn(otherBody, places));
    return isAll ? places : undefined;
  } catch {
    // It renders no such sample, or no JSON.
    return undefined;
  }
}

/**
 * The example with a mark wherever the pointer leads: for `*` in each part that is there, and in one more that is like the
 * last of them.
 */
function withMark(value: unknown, [name, ...inside]: Way, mark: Mark): unknown {
  if (name === undefined) return typeof value === 'number' ? mark.number : mark.text;
  const isAny = name === ANY_NAME;
  if (Array.isArray(value)) {
    const parts: unknown[] = isAny ? [...(value as unknown[]), value.at(-1)] : value;
    return parts.map((part, index) =>
      isAny || name === String(index) ? withMark(part, inside, mark) : part,
    );
  }
  const members = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const further = isAny ? [FURTHER_NAME, members.at(-1)?.[1]] : [name, undefined];
  const all = new Map([further, ...members] as [string, unknown][]);
  return Object.fromEntries(
    [...all].map(([key, part]) => [key, isAny || key === name ? withMark(part, inside, mark) : part]),
  );
}

/** The ways to the marks in a document; every element of an array is `*`. */
function waysTo(mark: Mark, value: unknown): Way[] {
  if (value === mark.text || value === mark.number) return [[]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) =>
    waysTo(mark, part).map((way) => [Array.isArray(value) ? ANY_NAME : name, ...way]),
  );
}

/**
 * The place that a mark was found at, for all values that the pointer leads to: from its first `*` on, it must have arrived by
 * the names of the pointer.
 */
function placeAt(found: Way, pointer: Way): string | undefined {
  const firstAny = pointer.indexOf(ANY_NAME);
  const tail = firstAny === -1 ? [] : pointer.slice(firstAny);
  const split = found.length - tail.length;
  const isSame = tail.every((name, index) => name === ANY_NAME || name === found[split + index]);
  if (split < 0 || !isSame) return undefined;
  return [...found.slice(0, split), ...tail].map((name) => `/${pointerToken(name)}`).join('');
}

function sampleEvent(type: string, data: Buffer): AcceptedEvent {
  return {
    uid: '00000000-0000-7000-8000-000000000000',
    acceptedAt: 0,
    attributes: {
      ...{ id: 'sample', source: '/samples', type, time: '2026-01-01T00:00:00.000Z' },
      ...{ tenantid: 'sample', environment: 'sandbox' },
    },
    data,
  };
}
