import { dataUrlOf } from '@casewire/testing';
import { cpuOfTurns, leastMs } from '@casewire/testing/cpu';
import { expect, it } from '@jest/globals';
import { event, expensive, mappings, webhook } from './decide-payloads.fixture.ts';
import { decidePayloads } from './decide-payloads.ts';
import { EventContent } from './event-content.ts';

it('the queries of a tenant never hold the event loop for long', async () => {
  const many = Array.from({ length: 100 }, (_, number) => ({
    ...webhook,
    filter: `length(${expensive}) > \`0\``,
    webhookId: String(number),
    ...mappings(...Array<string>(10).fill(`[${Array<string>(1_500).fill('entity').join(',')}]`)),
  }));
  const decide = () => decidePayloads(new EventContent(event), many, 'additive', dataUrlOf);
  expect(await leastMs(100, async () => (await cpuOfTurns(decide)).longestMs)).toBeLessThan(100);
});
