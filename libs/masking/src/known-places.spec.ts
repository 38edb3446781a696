import { describe, expect, it } from '@jest/globals';
import { eventTypeNamed, families } from '@casewire/families';
import fc from 'fast-check';
import { optionsFor } from './any-options.fixture.ts';
import { findPlaces } from './find-places.ts';
import { knownPlaces } from './known-places.ts';

const moving = families.filter(({ dataAt }) => dataAt === undefined);
const types = moving.flatMap((family) => family.eventTypes.map((type) => ({ family, type })));

/** Pointers of the type, in any number and order, and some that lead to other members or nowhere. */
const pointersInto = (known: readonly string[], example: unknown) =>
  fc.uniqueArray(
    fc.constantFrom(...known, ...Object.keys(example as object).map((name) => `/${name}`), '/of/nobody', ''),
    { maxLength: 4 },
  );

const asked = fc
  .constantFrom(...types)
  .chain(({ family, type }) =>
    fc.tuple(
      fc.constant({ family, type }),
      pointersInto(type.sensitive, type.example),
      fc.array(optionsFor(family), { minLength: 1, maxLength: 3 }),
    ),
  );

describe('the places that are known', () => {
  it('are those that are found anew, of whatever type, pointers and options were asked before', () => {
    fc.assert(
      fc.property(fc.array(asked, { minLength: 1, maxLength: 3 }), (questions) => {
        for (const [{ family, type }, sensitive, choices] of [...questions, ...questions])
          for (const options of choices) {
            const found = findPlaces(family, { ...type, sensitive }, options);
            expect(knownPlaces(type.type, sensitive, options)).toEqual(found);
          }
      }),
      { numRuns: 50 },
    );
  });

  it('are those of the options, which may have moved a member', () => {
    const sensitive = ['/childWorkflowsRuntimeData'];
    const places = [{}, { withChildWorkflows: true }].map((options) =>
      knownPlaces('workflow.completed', sensitive, options),
    );
    expect(places).toEqual([[], ['/data/childWorkflowsRuntimeData']]);
  });

  it('are found once', () => {
    const [first] = types;
    const [name, sensitive] = [first?.type.type ?? '', first?.type.sensitive ?? []];
    expect(knownPlaces(name, sensitive, {})).toBe(knownPlaces(name, [...sensitive], {}));
  });

  it('are none of a type that no catalogue has', () => {
    expect(eventTypeNamed('claim.paid')).toBeUndefined();
    expect(knownPlaces('claim.paid', ['/person'], {})).toBeUndefined();
  });
});
