import { StepBudget } from '@casewire/metering';
import { cpuMs, leastMs } from '@casewire/testing/cpu';
import { hostileSchemas } from '@casewire/testing/generators';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compileTenantSchema, type TenantSchema } from './compile-tenant-schema.ts';
import { MAX_COMPILED_BYTES, validationAllowance } from './limits.ts';
import { SchemaError } from './schema-error.ts';

/**
 * CPU of the longest piece of work: 50 ms is promised, and what is promised takes 25 on a machine of its own. Here code
 * is not warm and its memory is collected meanwhile. The faults that this is for took seconds.
 */
const MAX_PIECE_MS = 100;

function compiled(schema: Readonly<Record<string, unknown>>): TenantSchema | undefined {
  try {
    return compileTenantSchema(schema);
  } catch (error) {
    if (error instanceof SchemaError) return undefined;
    throw error;
  }
}

describe('a hostile schema', () => {
  it('is refused in a moment, or every validation by it stays within its budget', async () => {
    await fc.assert(
      fc.asyncProperty(hostileSchemas, async ({ schema, data }) => {
        let made: TenantSchema | undefined;
        const isQuick = async (work: () => unknown): Promise<void> => {
          expect(await leastMs(MAX_PIECE_MS, () => cpuMs(work))).toBeLessThan(MAX_PIECE_MS);
        };
        await isQuick(() => (made = compiled(schema)));
        if (made === undefined) return;
        expect(made.bytes).toBeLessThanOrEqual(MAX_COMPILED_BYTES);
        const { validate } = made;
        const allowance = validationAllowance(JSON.stringify(data).length);
        for (const steps of [allowance.ordinary, allowance.most]) {
          await isQuick(() => {
            const budget = new StepBudget(steps);
            validate(data, budget);
            expect(budget.spent).toBeLessThanOrEqual(steps);
          });
        }
      }),
      { numRuns: 150 },
    );
  });

  it('comes to the same end every time', () => {
    fc.assert(
      fc.property(hostileSchemas, ({ schema, data }) => {
        const [first, second] = [compiled(schema), compiled(schema)];
        const ends = [first, first, second].map((one) => {
          const budget = new StepBudget(20_000);
          return [one?.validate(data, budget), budget.spent];
        });
        expect(ends).toEqual([ends[0], ends[0], ends[0]]);
      }),
      { numRuns: 30 },
    );
  });
});
