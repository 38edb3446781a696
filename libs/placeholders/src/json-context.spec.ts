import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { JsonContext } from './json-context.ts';
import { resolvePlaceholders } from './resolve.ts';

const contextOf = (json: string) => new JsonContext(Buffer.from(json));

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
    expect(context.textAt(path)).toBe(text);
    expect(context.textAt(path)).toBe(text);
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
    expect(context.textAt(path)).toBeUndefined();
  });

  it('says of every document what parsing it says', () => {
    const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean());
    fc.assert(
      fc.property(fc.array(fc.dictionary(fc.stringMatching(/^\w+$/), scalar)), (list) => {
        const parsed = contextOf(JSON.stringify({ list }, null, 1));
        for (const [index, item] of list.entries()) {
          for (const [name, value] of Object.entries(item)) {
            expect(parsed.textAt(`list.${index}.${name}`)).toBe(String(value));
          }
        }
      }),
    );
  });
});

describe('resolvePlaceholders', () => {
  it('collects the texts', () => {
    expect(resolvePlaceholders(contextOf('{"a":{"b":1},"c":"x"}'), ['a.b', 'c'])).toEqual({
      kind: 'resolved',
      values: { 'a.b': '1', c: 'x' },
    });
  });

  it('names the first that has none', () => {
    expect(resolvePlaceholders(contextOf('{"a":{"b":1}}'), ['a.b', 'a', 'x'])).toEqual({
      kind: 'unknown',
      path: 'a',
    });
  });

  it('takes no more than fits into a header of a record', () => {
    const long = contextOf(JSON.stringify({ a: 'x'.repeat(5000), b: 'y'.repeat(5000) }));
    expect(resolvePlaceholders(long, ['a'])).toMatchObject({ kind: 'resolved' });
    expect(resolvePlaceholders(long, ['a', 'b'])).toEqual({ kind: 'unknown', path: 'b' });
  });
});
