import { describe, expect, it } from '@jest/globals';
import { families } from './family-folders.ts';
import { familyNamed, familyOfType } from './registry.ts';
import { compileSchema } from './schema-validation.ts';

const types = families.flatMap((family) => family.eventTypes.map((type) => ({ family, type })));

describe('the families', () => {
  it('are those of the folders, by name', () => {
    expect(families.map(({ name }) => name)).toEqual([
      'atfinity',
      'ballerine',
      'casewire',
      'dataspike',
      'idwise',
      'own',
    ]);
    expect(families.map(({ name }) => familyNamed(name))).toEqual(families);
  });

  it('share neither event types nor tenant settings', () => {
    const names = types.map(({ type }) => type.type);
    const settings = families.flatMap((family) => Object.keys(family.settings ?? {}));
    expect([...names, ...settings]).toEqual([...new Set([...names, ...settings])]);
    expect(types.map(({ type }) => familyOfType(type.type))).toEqual(types.map(({ family }) => family));
  });

  it('name states, ends and contexts by types and members that they have', () => {
    for (const { states, endsRun = [], context, eventTypes } of families) {
      const own = eventTypes.map(({ type }) => type);
      expect(own).toEqual(expect.arrayContaining([...(states?.types ?? []), ...endsRun]));
      const { properties } = (eventTypes.find(({ type }) => states?.types.includes(type))?.schema ?? {}) as {
        properties?: object;
      };
      const members = [states?.state, states?.previousState, context].filter(
        (member) => member !== undefined,
      );
      expect(Object.keys(properties ?? {})).toEqual(expect.arrayContaining(members));
    }
  });

  it('give a tenant type that none of them lists to their own', () => {
    expect(familyOfType('claim.filed')).toBe(familyNamed('own'));
  });
});

describe.each(types.map(({ type }) => [type.type, type] as const))('the example of %s', (_name, type) => {
  it('passes its schema', () => {
    expect(compileSchema(type.schema)(type.example)).toEqual([]);
  });
});
