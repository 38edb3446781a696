import type { WrittenType } from './written-types.ts';

/** The family of the types that a tenant has registered itself. */
export const OWN = 'own';

/** The types of one family. */
export interface FamilyTypes {
  readonly family: string;
  readonly types: readonly WrittenType[];
}

/**
 * The types whose name, description or family has a text, by family: the tenant's own first, the others by name.
 * @param searched in upper or lower case; an empty text finds all
 */
export function findTypes(types: readonly WrittenType[], searched: string): FamilyTypes[] {
  const wanted = searched.trim().toLowerCase();
  const found = types.filter(({ type, description, family }) =>
    [type, description, family].some((each) => each.toLowerCase().includes(wanted)),
  );
  return [...Map.groupBy(found, ({ family }) => family)]
    .map(([family, ofFamily]) => ({ family, types: ofFamily }))
    .toSorted((one, other) => rank(one).localeCompare(rank(other)));
}

function rank({ family }: FamilyTypes): string {
  return family === OWN ? '' : family;
}
