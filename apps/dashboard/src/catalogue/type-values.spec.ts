import { describe, expect, it } from '@jest/globals';
import { emptyTypeValues, typeInput, typeProblems, typeValues } from './type-values.ts';

const paid = {
  ...{ type: 'claim.paid', family: 'own', description: 'A claim was "paid".', sensitive: ['/iban'] },
  ...{ schema: '{"type":"object"}', example: '{"amount":1.5}' },
};

describe('the form for an own type', () => {
  it('sends what a type has, and its example only where there is one', () => {
    const { type, json } = typeInput(typeValues(paid));
    const { description, sensitive } = paid;
    const documents = { schema: { type: 'object' }, example: { amount: 1.5 } };
    expect([type, JSON.parse(json)]).toEqual(['claim.paid', { description, sensitive, ...documents }]);
    expect(typeInput(typeValues({ ...paid, example: null })).json).not.toContain('"example"');
  });

  it('sends numbers with all their digits', () => {
    const example = '{"amount": 1.50, "id": 12345678901234567890}';
    expect(typeInput({ ...typeValues(paid), example }).json).toContain(`"example":${example}`);
  });

  it('shows an example as it was saved, and one of a single line with a line for each member', () => {
    const saved = '{\n    "amount": 1.50\n}';
    expect(typeValues({ ...paid, example: saved }).example).toBe(saved);
    const short = '{"amount":1.50,"id":12345678901234567890}';
    expect(typeValues({ ...paid, example: short }).example).toBe(
      '{\n  "amount": 1.50,\n  "id": 12345678901234567890\n}',
    );
  });

  it('names the field that cannot be sent', () => {
    expect(typeProblems(typeValues(paid), [])).toEqual({});
    const wrong = { ...emptyTypeValues, schema: '[]', example: '{' };
    expect(Object.keys(typeProblems(wrong, [])).toSorted()).toEqual(['example', 'schema', 'type']);
    expect(Object.keys(typeProblems({ ...wrong, schema: '{' }, []))).toContain('schema');
  });

  it('makes no new type of a name that is taken', () => {
    expect(Object.keys(typeProblems(typeValues(paid), ['claim.paid']))).toEqual(['type']);
  });
});
