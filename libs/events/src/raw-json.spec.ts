import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { arrayElements, elementsAt, membersNamed, objectMembers, trimJson } from './raw-json.ts';

const spaced = (value: unknown) =>
  fc.constantFrom(undefined, 1, '\t').map((indent) => JSON.stringify(value, undefined, indent));

describe('objectMembers', () => {
  it('keeps the spelling of numbers, escapes and inner white space', () => {
    const members = objectMembers(
      Buffer.from(
        ' { "price" : 1.50, "big":12345678901234567890 ,"name":"\\u00e9\\"}", "7": [ 1 , {"a":"]"} ] } ',
      ),
    );
    expect([...members].map(([name, value]) => [name, value.toString()])).toEqual([
      ['price', '1.50'],
      ['big', '12345678901234567890'],
      ['name', '"\\u00e9\\"}"'],
      ['7', '[ 1 , {"a":"]"} ]'],
    ]);
  });

  it('takes the last of two members with one name, as JSON.parse does', () => {
    expect(objectMembers(Buffer.from('{"a":1,"\\u0061":2}')).get('a')?.toString()).toBe('2');
  });

  it('slices every member of any object to text that parses to its value', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()).chain((value) => spaced(value)),
        (text) => {
          const sliced = [...objectMembers(Buffer.from(text))].map(([name, raw]): [string, unknown] => [
            name,
            JSON.parse(raw.toString()),
          ]);
          expect(new Map(sliced)).toEqual(new Map(Object.entries(JSON.parse(text) as object)));
        },
      ),
    );
  });
});

describe('arrayElements', () => {
  it('slices every element of any array', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue()).chain((value) => spaced(value)),
        (text) => {
          expect(
            arrayElements(Buffer.from(text)).map((raw) => JSON.parse(raw.toString()) as unknown),
          ).toEqual(JSON.parse(text));
        },
      ),
    );
  });
});

describe('membersNamed', () => {
  it('finds what the members of any object have by that name, and nothing else', () => {
    const name = fc.constantFrom('a', 'é', '\\n', '\n', '__proto__', '\ud83d\ude00', '');
    const written = (text: string) =>
      fc.constantFrom(
        JSON.stringify(text),
        `"${Array.from({ length: text.length }, (_, at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`).join('')}"`,
      );
    const member = fc.tuple(name.chain(written), fc.jsonValue().chain(spaced));
    fc.assert(
      fc.property(fc.array(member), name, (members, wanted) => {
        const json = Buffer.from(`{ ${members.map(([key, value]) => `${key} : ${value}`).join(',')} }`);
        expect(membersNamed(json, [wanted, 'none']).get(wanted)).toEqual(objectMembers(json).get(wanted));
      }),
    );
  });
});

describe('elementsAt', () => {
  it('finds the element that the elements of any array have there', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()).chain(spaced), fc.nat(8), (text, index) => {
        const json = Buffer.from(text);
        expect(elementsAt(json, [index, 0]).get(index)).toEqual(arrayElements(json)[index]);
      }),
    );
  });
});

describe('trimJson', () => {
  it('drops white space around a value and none inside', () => {
    expect(trimJson(Buffer.from('\n {"a": 1}\t')).toString()).toBe('{"a": 1}');
  });
});
