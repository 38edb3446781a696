import { cpuMs } from '@casewire/testing/cpu';
import { expect, it } from '@jest/globals';
import { FairCache } from './fair-cache.ts';

it('FairCache makes room for a large entry in a moment, however many owners and small entries there are', () => {
  const cache = new FairCache<object>(10_000);
  for (let number = 0; number < 2_000; number++) cache.set(`owner ${number}`, 'only', {}, 1);
  for (let number = 0; number < 8_000; number++) cache.set('hostile', String(number), {}, 1);
  const large = {};
  expect(
    cpuMs(() => {
      cache.set('hostile', 'large', large, 7_000);
    }),
  ).toBeLessThan(100);
  expect([cache.get('hostile', 'large'), cache.size]).toEqual([large, 10_000]);
  expect([cache.get('owner 0', 'only'), cache.get('hostile', '6999')]).toEqual([{}, undefined]);
});
