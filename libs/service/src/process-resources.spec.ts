import { createLogger } from '@casewire/observability';
import { describe, expect, it } from '@jest/globals';
import { ProcessResources, type ResourceKey } from './process-resources.ts';

interface Thing {
  readonly number: number;
  closed: number;
}

const key: ResourceKey<Thing> = {
  close: (thing) => {
    thing.closed += 1;
    return Promise.resolve();
  },
};

function resourcesOf(...services: string[]) {
  let made = 0;
  const resources = new ProcessResources(services, createLogger({ name: 'spec', level: 'silent' }));
  const share = () => resources.share(key, () => ({ number: ++made, closed: 0 }));
  return { resources, share };
}

describe('what the services of a process share', () => {
  it('is made once, and closed when the last of them has released it', async () => {
    const { share } = resourcesOf('a', 'b');
    const [one, other] = [share(), share()];
    expect(other.resource).toBe(one.resource);
    await one.release();
    expect(one.resource.closed).toBe(0);
    await other.release();
    expect(one.resource.closed).toBe(1);
  });

  it('is made anew for a service that comes after the last one', async () => {
    const { share } = resourcesOf('a');
    const first = share();
    await first.release();
    expect(share().resource).toEqual({ number: 2, closed: 0 });
  });

  it('is another thing for another key', () => {
    const { resources, share } = resourcesOf('a');
    const other: ResourceKey<Thing> = { close: () => Promise.resolve() };
    expect(resources.share(other, () => ({ number: 9, closed: 0 })).resource.number).toBe(9);
    expect(share().resource.number).toBe(1);
  });
});

it('a process has the name of its only service, or that of the product', () => {
  expect(resourcesOf('delivery').resources.name).toBe('casewire-delivery');
  expect(resourcesOf('delivery', 'history').resources.name).toBe('casewire');
});
