import { describe, expect, it } from '@jest/globals';
import type { EventType, Family } from '@casewire/families';
import { findPlaces } from './find-places.ts';

const example = {
  name: 'Anna',
  number: 7,
  papers: { passport: { no: 'X47', kind: 'passport' } },
  visas: [{ no: 'V1', kind: 'visa' }],
};

type Data = typeof example;

const claim: Omit<EventType, 'sensitive'> = {
  type: 'claim.paid',
  description: '',
  schema: {
    type: 'object',
    properties: {
      name: { type: 'string' },
      number: { type: 'integer' },
      visas: { type: 'array', items: { required: ['no', 'kind'] } },
    },
  },
  example,
};

/** A family whose bodies are what `write` makes of the data. */
function writing(write: (data: Data) => unknown): Pick<Family, 'render'> {
  return {
    render: ({ data }) => {
      const body = write(JSON.parse(data.toString()) as Data);
      return {
        body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
        contentType: 'application/json',
        headers: {},
      };
    },
  };
}

const placesOf = (sensitive: string, write: (data: Data) => unknown, type = claim) =>
  findPlaces(writing(write), { ...type, sensitive: [sensitive] }, {});

describe('what is sensitive', () => {
  it.each<[string, string, (data: Data) => unknown, string[]]>([
    ['where it has another name', '/name', ({ name }) => ({ a: { 'b/c': name } }), ['/a/b~1c']],
    ['in both places', '/name', ({ name }) => ({ a: name, b: { c: name } }), ['/a', '/b/c']],
    ['in a list, in all of its elements', '/name', ({ name }) => ({ a: ['x', name] }), ['/a/*']],
    ['where it is a number', '/number', ({ number }) => ({ a: number, b: 7 }), ['/a']],
    ['in every member', '/papers/*/no', ({ papers }) => ({ a: [papers] }), ['/a/*/*/no']],
    ['in every element', '/visas/*/no', ({ visas }) => ({ a: visas }), ['/a/*/no']],
    ['nowhere, if it is left out', '/name', ({ number }) => ({ number }), []],
  ])('is found %s', (_where, sensitive, write, places) => {
    expect(placesOf(sensitive, write)).toEqual(places);
  });

  it.each<[string, string, (data: Data) => unknown]>([
    ['a text around it', '/name', ({ name }) => ({ a: `Dear ${name}` })],
    ['another encoding', '/name', ({ name }) => ({ a: name, b: btoa(name) })],
    ['its length', '/name', ({ name }) => ({ a: name, b: name.length })],
    ['a name of a member', '/name', ({ name }) => ({ [name]: 1 })],
    ['the order of members', '/name', ({ name }) => (name < 'b' ? { a: 1, b: 2 } : { b: 2, a: 1 })],
    ['members under new names', '/papers/*/no', ({ papers }) => Object.values(papers).map(({ no }) => no)],
    ['a body that is no JSON', '/name', ({ name }) => `name=${name}`],
    ['a family that renders no such sample', '/name', ({ name }) => BigInt(name)],
    ['an example without the element', '/visas/3/no', ({ visas }) => visas],
    ['the whole of the data', '', (data) => data],
  ])('is not told by %s', (_what, sensitive, write) => {
    expect(placesOf(sensitive, write)).toBeUndefined();
  });

  it('is not told by samples that the type would refuse', () => {
    const schema = { type: 'object', properties: { name: { enum: ['Anna', 'Zoë'] } } };
    expect(placesOf('/name', ({ name }) => ({ a: name }), { ...claim, schema })).toBeUndefined();
  });

  it('is found with the options that the webhook chose', () => {
    const family: Pick<Family, 'render'> = {
      render: (event, { options }) =>
        writing(({ name }) => ({ [options['short'] === true ? 'n' : 'name']: name })).render(event, {
          ...{ invocationId: '', webhookId: '', settings: {}, options },
        }),
    };
    const type = { ...claim, sensitive: ['/name'] };
    expect([findPlaces(family, type, {}), findPlaces(family, type, { short: true })]).toEqual([
      ['/name'],
      ['/n'],
    ]);
  });
});
