import { describe, expect, it } from '@jest/globals';
import { findTypes } from './find-types.ts';

const type = (name: string, family: string, description = '') => ({
  ...{ type: name, family, description, schema: '{}', example: null, sensitive: [] },
});

const types = [
  type('DOCVER', 'dataspike', 'A document was verified.'),
  type('claim.paid', 'own'),
  type('workflow.completed', 'ballerine'),
];

const namesOf = (searched: string) => findTypes(types, searched).map((each) => each.types[0]?.type);

describe('the catalogue', () => {
  it('shows the own types first, then the families by name', () => {
    expect(findTypes(types, '').map(({ family }) => family)).toEqual(['own', 'ballerine', 'dataspike']);
  });

  it.each([
    ['a part of the name', 'PAID', ['claim.paid']],
    ['the description', 'verified', ['DOCVER']],
    ['the family', 'Ballerine', ['workflow.completed']],
    ['nothing that they have', 'passport', []],
  ])('finds types by %s', (_what, searched, found) => {
    expect(namesOf(searched)).toEqual(found);
  });
});
