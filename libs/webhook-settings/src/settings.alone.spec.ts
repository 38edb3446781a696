import { MAX_QUERY_BYTES } from '@casewire/jmespath';
import { cpuOfTurns, leastMs } from '@casewire/testing/cpu';
import { hostileQueries } from '@casewire/testing/generators';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newWebhookSchema } from './settings.ts';

const url = 'https://receiver.example/';

it('the settings of a webhook never hold the event loop while they are checked, however many queries there are and however broken', async () => {
  const queries = fc.array(
    hostileQueries.map(({ query }) => query.slice(0, MAX_QUERY_BYTES)),
    { maxLength: 11 },
  );
  await fc.assert(
    fc.asyncProperty(queries, async ([filter, ...mappings]) => {
      const transform = mappings.map((text) => ({ transformer: 'jmespath', mapping: text }));
      const wanted = {
        url,
        ...(filter && { filter }),
        ...(transform.length > 0 && { request: { transform } }),
      };
      const check = () => newWebhookSchema.safeParseAsync(wanted);
      expect(await leastMs(100, async () => (await cpuOfTurns(check)).longestMs)).toBeLessThan(100);
    }),
    { numRuns: 30, examples: [[Array<string>(11).fill(`${'a || '.repeat(3_270)}a)`)]] },
  );
});
