import { describe, expect, it } from '@jest/globals';
import { typesIn } from './written-types.ts';

const paid = { type: 'claim.paid', family: 'own', description: 'A "claim"', sensitive: ['/iban'] };
const members = JSON.stringify(paid).slice(1, -1);

describe('the types in an answer', () => {
  it('have their schema and example as they were saved', () => {
    const [schema, example] = ['{ "maximum": 1e400 }', '{"amount": 1.50, "id": 12345678901234567890}'];
    const json = `{"data":[{${members},"schema":${schema},"example":${example}}],"hasNext":true}`;
    expect(typesIn(json)).toEqual({ types: [{ ...paid, schema, example }], hasNext: true });
  });

  it('have no example where there is none', () => {
    const json = `{"data":[{${members},"schema":{},"example":null}],"hasNext":false}`;
    expect(typesIn(json)).toEqual({ types: [{ ...paid, schema: '{}', example: null }], hasNext: false });
    expect(typesIn('{"data":[],"hasNext":false}')).toEqual({ types: [], hasNext: false });
  });
});
