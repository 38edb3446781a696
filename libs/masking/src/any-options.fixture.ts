import type { Family } from '@casewire/families';
import { textFor } from '@casewire/testing/generators';
import fc from 'fast-check';
import { z } from 'zod';

/** Any choice among the options of a family. */
export function optionsFor({ options = z.object({}) }: Family): fc.Arbitrary<Record<string, unknown>> {
  const { properties = {} } = z.toJSONSchema(options) as { properties?: Record<string, object> };
  const values = Object.entries(properties).map(
    ([name, schema]) => [name, textFor({ ...schema }).map((text) => JSON.parse(text) as unknown)] as const,
  );
  return fc.record(Object.fromEntries(values), { requiredKeys: [] });
}
