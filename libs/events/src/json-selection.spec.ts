import { jsonText } from '@casewire/testing/generators';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_POINTER_LEVELS, pointerProblem, selectJson, type JsonSelection } from './json-selection.ts';
import { arrayElements, namedMembers, trimJson } from './raw-json.ts';

/** A document taken apart: objects keep repeated names, everything else its spelling. */
type Model =
  | { readonly members: readonly (readonly [name: string, value: Model])[] }
  | { readonly elements: readonly Model[] }
  | string;

function modelOf(json: Buffer): Model {
  const text = trimJson(json).toString();
  if (text.startsWith('{'))
    return { members: [...namedMembers(json)].map(([name, value]) => [name, modelOf(value)]) };
  if (text.startsWith('[')) return { elements: arrayElements(json).map(modelOf) };
  return text;
}

type Way = readonly string[];

const isAt = (pointer: Way, place: Way) =>
  pointer.length === place.length && pointer.every((name, level) => name === '*' || name === place[level]);

/** The rules word by word, for one value after the other. */
function selected(
  value: Model,
  selection: { only?: readonly Way[]; omit?: readonly Way[] },
  place: Way = [],
): Model | undefined {
  const { only, omit = [] } = selection;
  if (omit.some((pointer) => isAt(pointer, place))) return undefined;
  const isWanted = only?.some((pointer) => isAt(pointer, place.slice(0, pointer.length))) ?? true;
  const isOnTheWay = only?.some(
    (pointer) => pointer.length > place.length && isAt(pointer.slice(0, place.length), place),
  );
  if (typeof value === 'string') return isWanted ? value : undefined;
  if (!isWanted && isOnTheWay !== true) return undefined;
  const inside = (name: string, inner: Model) => selected(inner, selection, [...place, name]);
  if ('elements' in value) {
    return { elements: value.elements.flatMap((inner, index) => inside(String(index), inner) ?? []) };
  }
  return {
    members: value.members.flatMap(([name, inner]) => {
      const left = inside(name, inner);
      return left === undefined ? [] : [[name, left] as const];
    }),
  };
}

const way = fc.array(fc.constantFrom('*', '*', 'a', '7', '', '__proto__', '0', '1', 'x/~y'), {
  minLength: 1,
  maxLength: 4,
});
const ways = fc.array(way, { maxLength: 4 });
const toPointer = (names: Way) =>
  names.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

function left(json: string, selection: JsonSelection): string {
  return selectJson(Buffer.from(json), selection).toString();
}

describe('selectJson', () => {
  it('leaves exactly what the pointers say, each part as it is spelt, also where names repeat', () => {
    fc.assert(
      fc.property(
        jsonText,
        fc.option(fc.array(way, { minLength: 1, maxLength: 4 }), { nil: undefined }),
        ways,
        (text, only, omit) => {
          const json = selectJson(Buffer.from(text), {
            only: only?.map(toPointer),
            omit: omit.map(toPointer),
          });
          expect(() => JSON.parse(json.toString()) as unknown).not.toThrow();
          const wanted = selected(modelOf(Buffer.from(text)), { ...(only && { only }), omit });
          expect(modelOf(json)).toEqual(wanted ?? 'null');
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('answers the same bytes where nothing is left out', () => {
    const json = Buffer.from('{ "n" : 1.50 }');
    expect(selectJson(json, { omit: ['/m', '/n/a'] })).toBe(json);
    expect(selectJson(json, { only: ['/n'] })).toBe(json);
  });

  it('takes the commas and the blanks of what is left out along, and no others', () => {
    const json = '{ "a" : 1.50 ,\n  "b": [ 1 , 2 , 3 ],\t"c": {"d":1e2} }';
    expect(left(json, { omit: ['/a'] })).toBe('{\n  "b": [ 1 , 2 , 3 ],\t"c": {"d":1e2} }');
    expect(left(json, { omit: ['/c'] })).toBe('{ "a" : 1.50 ,\n  "b": [ 1 , 2 , 3 ] }');
    expect(left(json, { omit: ['/b/1'] })).toBe('{ "a" : 1.50 ,\n  "b": [ 1 , 3 ],\t"c": {"d":1e2} }');
    expect(left(json, { only: ['/b/0', '/c/d'], omit: ['/c'] })).toBe('{\n  "b": [ 1  ] }');
  });

  it('leaves a name out in every spelling and however often it stands', () => {
    expect(left('{"a":1,"\\u0061":2,"b":{"a":3},"a":4}', { omit: ['/a'] })).toBe('{"b":{"a":3}}');
  });

  it('goes through a document once, however deep its pointers go', () => {
    const levels = MAX_POINTER_LEVELS - 1;
    const json = Buffer.from(`${'{"a":'.repeat(levels)}{"b":1}${'}'.repeat(levels)}`);
    const seen: number[] = [];
    selectJson(json, { omit: [`${'/*'.repeat(levels)}/b`] }, (at) => seen.push(at));
    expect(seen).toEqual(seen.toSorted((one, other) => one - other));
    expect(seen).toHaveLength(levels + 1);
  });

  it('follows no more pointers than there are, where members are named like the wildcard', () => {
    const json = `${'{"*":'.repeat(30)}1${'}'.repeat(30)}`;
    let most = 0;
    selectJson(Buffer.from(json), { omit: [`${'/*'.repeat(30)}/b`] }, (_at, pointers) => {
      most = Math.max(most, pointers);
    });
    expect(most).toBe(1);
  });
});

describe('pointerProblem', () => {
  it.each(['/', '/a', '/a~1b/~0/*', '/é/ /-'])('finds nothing wrong with %j', (pointer) => {
    expect(pointerProblem(pointer)).toBeUndefined();
  });

  it.each([
    ['', 'names the whole document'],
    ['a', 'is not a JSON Pointer'],
    ['#/a', 'is not a JSON Pointer'],
    ['$.a', 'is not a JSON Pointer'],
    ['/a~', 'is not a JSON Pointer'],
    ['/a~2', 'is not a JSON Pointer'],
    ['/a'.repeat(33), 'goes down more than 32 levels'],
  ])('refuses %j, because it %s', (pointer, problem) => {
    expect(pointerProblem(pointer)).toBe(problem);
  });
});
