import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ContextTooExpensiveError, JsonContext } from './json-context.ts';
import { resolvePlaceholders } from './resolve.ts';

const contextOf = (json: string) => new JsonContext(Buffer.from(json));
const textAt = (context: JsonContext, path: string) => context.textsAt([path]).get(path);

describe('JsonContext', () => {
  const context = contextOf(
    ` { "entity" : {"data":{"name":"Zo\\u00eb","n": 1.50 ,"big":12345678901234567890,"yes":true,"none":null,"":"e"}},
        "documents":[{"id":"first"}, {"id":"second"}],"text":"abc","a.b":"dotted","again":1,"again":2,"__proto__":"own"}`,
  );

  it.each([
    ['entity.data.name', 'Zoë'],
    ['entity.data.n', '1.50'],
    ['entity.data.big', '12345678901234567890'],
    ['entity.data.yes', 'true'],
    ['documents.1.id', 'second'],
    ['again', '2'],
    ['__proto__', 'own'],
  ])('reads %s', (path, text) => {
    expect(textAt(context, path)).toBe(text);
    expect(textAt(context, path)).toBe(text);
  });

  it.each([
    'entity',
    'documents',
    'documents.0',
    'documents.2.id',
    'documents.length',
    'documents.00.id',
    'documents.-1.id',
    'entity.data.none',
    'entity.data.missing',
    'entity.constructor.name',
    'entity.__proto__',
    'toString',
    'text.length',
    'text.0',
    'a.b',
  ])('has no text at %s', (path) => {
    expect(textAt(context, path)).toBeUndefined();
  });

  it('finds in every document what JSON.parse finds', () => {
    const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean());
    fc.assert(
      fc.property(fc.array(fc.dictionary(fc.stringMatching(/^\w+$/), scalar)), (list) => {
        const parsed = contextOf(JSON.stringify({ list }, null, 1));
        for (const [index, item] of list.entries()) {
          for (const [name, value] of Object.entries(item)) {
            expect(textAt(parsed, `list.${index}.${name}`)).toBe(String(value));
          }
        }
      }),
    );
  });
});

describe('a large context', () => {
  const mebibyte = 1024 * 1024;
  const filled = (bytes: number, start: string, end: string) =>
    start + 'x'.repeat(bytes - start.length - end.length) + end;
  const largest = filled(mebibyte, '{"long":"', '","a":{"b":1}}');

  it('is read no further than to what is asked for', () => {
    const unreadable = '"this name has no such escape: \\x":1';
    expect(textAt(contextOf(`{${unreadable},"a":[2,?]}`), 'a.0')).toBe('2');
  });

  it('is refused beyond 1 MiB, also where only a part of it is asked for', () => {
    expect(textAt(contextOf(largest), 'a.b')).toBe('1');
    for (const json of [` ${largest}`, ` [${largest}]`]) {
      expect(() => contextOf(json).part('a')).toThrow(ContextTooExpensiveError);
    }
  });

  it('is searched 8 times at most, and once for each path however often it is asked for', () => {
    const context = contextOf(largest);
    for (let time = 0; time < 100; time++) {
      expect(textAt(context, 'missing')).toBeUndefined();
      expect(textAt(context, 'long.a')).toBeUndefined();
    }
    for (let time = 2; time < 8; time++) textAt(context, `missing-${time}`);
    expect(() => textAt(context, 'missing-8')).toThrow(ContextTooExpensiveError);
    expect(textAt(context, 'missing')).toBeUndefined();
  });

  it('counts the bytes that are searched at every level', () => {
    const nested = contextOf(`${'{"a":'.repeat(20)}"${'x'.repeat(mebibyte / 2)}"${'}'.repeat(20)}`);
    expect(() => textAt(nested, Array(20).fill('a').join('.'))).toThrow(ContextTooExpensiveError);
  });
});

describe('resolvePlaceholders', () => {
  const resolve = (json: string, paths: readonly string[]) => {
    const context = contextOf(json);
    return resolvePlaceholders(() => context, paths);
  };

  it('says that a search would take too long', () => {
    expect(resolve(JSON.stringify({ a: 'x'.repeat(1024 * 1024) }), ['a'])).toEqual({ kind: 'too-expensive' });
  });

  it('collects the texts', () => {
    expect(resolve('{"a":{"b":1},"c":"x"}', ['a.b', 'c'])).toEqual({
      kind: 'resolved',
      values: { 'a.b': '1', c: 'x' },
    });
  });

  it('names the first path without a text', () => {
    expect(resolve('{"a":{"b":1}}', ['a.b', 'a', 'x'])).toEqual({
      kind: 'unknown',
      path: 'a',
    });
  });

  it('takes no more than fits into a header of a record', () => {
    const long = JSON.stringify({ a: 'x'.repeat(5000), b: 'y'.repeat(5000) });
    expect(resolve(long, ['a'])).toMatchObject({ kind: 'resolved' });
    expect(resolve(long, ['a', 'b'])).toEqual({ kind: 'unknown', path: 'b' });
  });
});
