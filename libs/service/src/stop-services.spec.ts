import { describe, expect, it } from '@jest/globals';
import { eventually } from '@casewire/testing';
import { stopServices } from './stop-services.ts';

/** A service that stops when it is told to, and says what became of it. */
function service(name: string, order: string[]) {
  const ended = Promise.withResolvers<undefined>();
  return {
    ended,
    stop: async () => {
      order.push(`${name} stops`);
      await ended.promise;
      order.push(`${name} stopped`);
    },
  };
}

describe('the end of several services', () => {
  it('is that of the last one first, and then of all others at once', async () => {
    const order: string[] = [];
    const [one, other, last] = [service('one', order), service('other', order), service('last', order)];
    const all = stopServices([one, other, last], 60_000);
    last.ended.resolve(undefined);
    await eventually(() => {
      expect(order).toEqual(['last stops', 'last stopped', 'other stops', 'one stops']);
    });
    one.ended.resolve(undefined);
    other.ended.resolve(undefined);
    await all;
  });

  it('does not wait for ever for the last one, whose clients may take their time', async () => {
    const order: string[] = [];
    const [one, last] = [service('one', order), service('last', order)];
    one.ended.resolve(undefined);
    const all = stopServices([one, last], 20);
    await eventually(() => {
      expect(order).toEqual(['last stops', 'one stops', 'one stopped']);
    });
    last.ended.resolve(undefined);
    await all;
  });

  it('tells of a service that failed, when all have stopped', async () => {
    const order: string[] = [];
    const [one, last] = [service('one', order), service('last', order)];
    const all = stopServices([one, last], 60_000);
    last.ended.reject(new Error('a pool did not close'));
    one.ended.resolve(undefined);
    await expect(all).rejects.toThrow('a pool did not close');
    expect(order).toContain('one stopped');
  });

  it('is over at once where there is none', async () => {
    await expect(stopServices([], 1)).resolves.toBeUndefined();
  });
});
