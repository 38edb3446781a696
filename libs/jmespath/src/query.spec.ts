import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { QueryError, QuerySyntaxError, QueryTooExpensiveError } from './errors.ts';
import type { JsonValue } from './expression.ts';
import { compileQuery, parseQueryInput, printResult } from './query.ts';

function evaluate(text: string, value: JsonValue): JsonValue {
  return compileQuery(text).evaluate(value);
}

function syntaxErrorOf(text: string): QuerySyntaxError {
  try {
    compileQuery(text);
  } catch (error) {
    if (error instanceof QuerySyntaxError) return error;
    throw error;
  }
  throw new Error('was compiled');
}

const json = fc.jsonValue().map((value) => value as JsonValue);

describe('compileQuery', () => {
  it.each<[string, number]>([
    ['', 0],
    ['a.', 2],
    ['a.b)', 3],
    ['{a: b', 5],
    ['{a: b, }', 7],
    ['foo bar', 4],
    ['a ~ b', 2],
    ['"abc', 0],
    ['a.{b: c.d, e: [f, , g]}', 18],
    ["'(' | a[?b == `1`", 17],
    ['a.nope(@)', 2],
    ['constructor(@)', 0],
    ['[sort_by(@, a)]', 1],
    ['length(&a)', 0],
    ['a | &b', 4],
  ])('says where %j is wrong', (text, position) => {
    const error = syntaxErrorOf(text);
    expect([error.position, error.message]).toEqual([
      position,
      expect.stringContaining(`at position ${position}`),
    ]);
  });

  it('says how numbers are written', () => {
    expect(syntaxErrorOf('data.score > 1').message).toContain('(a number stands in backticks, as `1`)');
    expect(syntaxErrorOf('a ~ b').message).not.toContain('backticks');
  });

  it.each<[string, string]>([
    ['bytes', `'${'a'.repeat(16 * 1024)}'`],
    ['levels', '('.repeat(16_000)],
    ['links', Array(200).fill('a').join('.')],
    ['parts', `[${Array(4_000).fill('a').join(',')}]`],
    ['projections inside each other', `${'a[*].['.repeat(11)}a${']'.repeat(11)}`],
    ['calls with & inside each other', `${'map(&('.repeat(11)}@${'), @)'.repeat(11)}`],
    ['calls', `[${Array(501).fill('length(@)').join(',')}]`],
  ])('refuses too many %s', (_what, text) => {
    expect(syntaxErrorOf(text).message).toMatch(/at most|more than/);
  });

  it('says which function is called most often', () => {
    const text = `[${[...Array<string>(400).fill('length(@)'), ...Array<string>(200).fill('keys(@)')].join(',')}]`;
    expect(syntaxErrorOf(text).message).toBe(
      'calls functions 600 times, 400 times length(), at most 500 are accepted; split it into several transforms, at position 1',
    );
  });

  it('compiles any text or says where it is wrong, and never fails in another way', () => {
    const piece = fc.constantFrom(
      ...Array.from('ab.[]{}()*?:,&|=!@$ `"\'1-\\'),
      '[?',
      '[]',
      'length(',
      'let $x = ',
      ' in ',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join('')),
        (text) => {
          try {
            compileQuery(text);
          } catch (error) {
            const { position } = error as QuerySyntaxError;
            expect(error).toBeInstanceOf(QuerySyntaxError);
            expect(position >= 0 && position <= text.length).toBe(true);
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe('evaluation', () => {
  const value = {
    people: [
      { name: 'bo', age: 10 },
      { name: 'al', age: 9 },
    ],
    text: '  a b  ',
  };

  it.each<[string, JsonValue]>([
    ['{success_result: @}', { success_result: value }],
    ['people[?age > `9`].name', ['bo']],
    ['sort_by(people, &name)[*].age', [9, 10]],
    ['sort(people[*].age)', [9, 10]],
    [
      'let $first = people[0].name in people[*].{name: name, is_first: name == $first}',
      [
        { name: 'bo', is_first: true },
        { name: 'al', is_first: false },
      ],
    ],
    [
      'let $first = people[0].name in map(&[name, $first], people)',
      [
        ['bo', 'bo'],
        ['al', 'bo'],
      ],
    ],
    ['map(&age, people) == [`10`, `9`]', true],
    ['trim(text)', 'a b'],
    ['trim_left(text)', 'a b  '],
    ["trim_right(text, ' b')", '  a'],
    ["replace('aaa', 'a', 'aa', `2`)", 'aaaaa'],
    ["replace('a.b.c', '.', '$&')", 'a$&b$&c'],
    ['to_string(people[0])', '{"name":"bo","age":10}'],
    ['missing.path', null],
    ['constructor', null],
    ['people[0].__proto__', null],
    ['[people[0].age, people[1].age][]', [10, 9]],
  ])('%s', (text, result) => {
    expect(evaluate(text, value)).toEqual(result);
  });

  it.each(['abs(text)', 'sort_by(people, &@)', 'sum(people[*].name)', '$missing'])(
    'tells that %s does not fit',
    (text) => {
      expect(() => evaluate(text, value)).toThrow(QueryError);
    },
  );

  it.each([
    [
      'group_by(@, &name)',
      '[{"name":"constructor"},{"name":"__proto__"},{"name":"a"},{"name":"__proto__"}]',
      '{"constructor":[{"name":"constructor"}],"__proto__":[{"name":"__proto__"},{"name":"__proto__"}],"a":[{"name":"a"}]}',
    ],
    [
      'merge([0], [1])',
      '[{"__proto__":{"a":1},"toString":1},{"toString":2}]',
      '{"__proto__":{"a":1},"toString":2}',
    ],
    ['from_items(@)', '[["__proto__",{"a":1}],["valueOf",2]]', '{"__proto__":{"a":1},"valueOf":2}'],
    ['{"__proto__": @, constructor: @.a}', '{"a":1}', '{"__proto__":{"a":1},"constructor":1}'],
    ['let $a = @ in {toString: $a."__proto__"}', '{"__proto__":1}', '{"toString":1}'],
  ])('keeps members that are named like those of every object: %s', (text, input, result) => {
    expect(printResult(evaluate(text, parseQueryInput(Buffer.from(input))))).toBe(result);
  });

  it('groups by texts only', () => {
    expect(() => evaluate('group_by(people, &age)', value)).toThrow(QueryError);
    expect(() => evaluate('group_by(people, &missing)', value)).toThrow(QueryError);
  });

  it('takes no expression from the data', () => {
    const slice = { expref: true, type: 'Slice', start: 0, stop: null, step: 1e-9 } as const;
    expect(() => evaluate('map(@, [[`1`]])', slice)).toThrow(QuerySyntaxError);
    expect(() => evaluate('length(@)', slice)).toThrow(QueryError);
  });

  it('finds values equal exactly when their JSON with sorted keys is', () => {
    const canonical = (value: JsonValue): string =>
      JSON.stringify(value, (_name, part: unknown) =>
        typeof part === 'object' && part !== null && !Array.isArray(part)
          ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
          : part,
      );
    fc.assert(
      fc.property(json, json, (first, second) => {
        const copy = JSON.parse(JSON.stringify(first)) as JsonValue;
        expect(evaluate('[0] == [1]', [first, copy])).toBe(true);
        expect(evaluate('[0] == [1]', [first, second])).toBe(canonical(first) === canonical(second));
      }),
    );
  });

  it('sorts texts by code points and keeps the order of equal keys', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (texts) => {
        const sorted = texts
          .map((key, index) => ({ key, index }))
          .sort((a, b) => compareCodePoints(a.key, b.key));
        expect(
          evaluate(
            'sort_by(@, &key)',
            texts.map((key, index) => ({ key, index })),
          ),
        ).toEqual(sorted);
      }),
    );
  });
});

describe('the budget', () => {
  const list = Array.from({ length: 20_000 }, (_, index) => index);
  const text = 'a'.repeat(500_000);
  const large = { list, text, object: Object.fromEntries(list.slice(0, 5_000).map((n) => [`k${n}`, n])) };
  const times = (count: number, part: string) => Array(count).fill(part).join('|');

  it.each<[string, string]>([
    ['flattens what it doubled', times(60, '[@,@][]')],
    ['joins what it doubled', `text|${times(60, "join('', [@,@])")}`],
    ['prints what it doubled', `${times(40, '[@,@]')}|to_string(@)`],
    ['compares what it doubled', `([list]|${times(40, '[@,@]')}) == ([list]|${times(40, '[@,@]')})`],
    ['flattens many large lists', `[${Array(1_000).fill('$.list').join(',')}][]`],
    ['joins many large texts', `join('', [${Array(1_000).fill('text').join(',')}])`],
    ['goes through a list for each of its items', 'list[*].[$.list[*]]'],
    ['asks for the keys of an object again and again', 'list[?$.object]'],
    ['merges an object again and again', 'list[*].merge($.object, $.object)'],
    ['pads without bound', "pad_left('a', `1000000000`)"],
    ['grows a text', "replace(text, 'a', text)"],
    ['searches backwards for a long text', "find_last(text, join('', ['b', text]))"],
    ['trims in the middle', "trim(join('', [text, text]), 'a')"],
    ['opens a scope for each item', 'map(&let $a = @ in $a, list)'],
  ])('ends a query that %s', (_what, query) => {
    const compiled = compileQuery(query);
    expect(() => compiled.evaluate(query.startsWith('[@') ? [1] : large)).toThrow(QueryTooExpensiveError);
  });

  it('counts the text of shared parts before it is written', () => {
    const doubled = evaluate(times(60, '[@,@]'), 'x');
    expect(() => printResult(doubled)).toThrow(QueryTooExpensiveError);
  });

  it('survives data that is nested without end', () => {
    const nested = parseQueryInput(Buffer.from(`${'['.repeat(200_000)}${']'.repeat(200_000)}`));
    expect(() => printResult(evaluate('@', nested))).toThrow(QueryTooExpensiveError);
    expect(() => evaluate('@ == to_array(@)[0]', nested)).not.toThrow(QueryError);
  });

  it('refuses an input beyond 1 MiB before it is parsed', () => {
    expect(() => parseQueryInput(Buffer.alloc(1024 * 1024 + 1))).toThrow(QueryTooExpensiveError);
  });

  it('ends the same way every time', () => {
    const ends = (count: number) => {
      try {
        evaluate(`list[:${count}]|map(&sort([@, @])[0], @)`, large);
        return 'well';
      } catch (error) {
        return (error as Error).name;
      }
    };
    const first = list.slice(0, 40).map((n) => ends(n * 500));
    expect(first).toContain('well');
    expect(first).toContain('QueryTooExpensiveError');
    expect(list.slice(0, 40).map((n) => ends(n * 500))).toEqual(first);
  });
});

describe('printResult', () => {
  it('prints JSON as JSON.stringify does', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(printResult(value)).toBe(JSON.stringify(value));
      }),
    );
  });
});

function compareCodePoints(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  const differs = left.findIndex((character, index) => character !== right[index]);
  if (differs === -1) return left.length - right.length;
  return (left[differs]?.codePointAt(0) ?? 0) - (right[differs]?.codePointAt(0) ?? -1);
}
