import { families } from '@casewire/families';
import { z } from 'zod';

/** What a webhook may choose among the options of each family, by the family's name. */
export const familyOptionsSchema = knownFieldsOnly(
  Object.fromEntries(
    families.flatMap(({ name, options }) =>
      options === undefined ? [] : [[name, knownFieldsOnly(options.shape).exactOptional()]],
    ),
  ),
).describe('Options of the families, for events of that family; what is not named takes its default.');

/** An object that names its fields where it refuses one. */
function knownFieldsOnly<Shape extends z.ZodRawShape>(shape: Shape) {
  const accepted = `one of ${Object.keys(shape).join(', ')}`;
  return z.strictObject(shape, {
    error: ({ code }) => (code === 'unrecognized_keys' ? accepted : undefined),
  });
}
