import { compileTenantSchema } from '@casewire/json-schema';
import { StepBudget } from '@casewire/metering';
import { cpuMs } from '@casewire/testing/cpu';
import { expect, it } from '@jest/globals';
import { compileSchema } from './schema-validation.ts';

const schema = { type: 'object', properties: { at: { type: ['string', 'null'], format: 'date-time' } } };
const interpreted = compileTenantSchema(schema);

it.each([
  ['generated code', compileSchema(schema)],
  [
    "the interpreter of tenants' schemas",
    (data: unknown) => interpreted.validate(data, new StepBudget(Infinity)),
  ],
])('a schema in %s refuses megabytes in place of a time in a moment', (_way, validate) => {
  const data = { at: 't'.repeat(4 * 1024 * 1024) };
  let problems: readonly object[] = [];
  expect(cpuMs(() => (problems = validate(data)))).toBeLessThan(50);
  expect(problems).toMatchObject([{ rule: 'format' }]);
});
