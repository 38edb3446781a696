import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inspectorAddresses } from './inspector-address.ts';

const addresses = inspectorAddresses('https://casewire.example/');
const id = '0197a000-0000-7000-8000-000000000001';
const url = `https://casewire.example/inspect/${id}`;

describe('the address of an inspector', () => {
  it('leads back to its id', () => {
    expect(addresses.urlOf(id)).toBe(url);
    fc.assert(
      fc.property(fc.uuid(), (any) => {
        expect(addresses.idOf(addresses.urlOf(any))).toBe(any);
      }),
    );
  });

  it('is below the path of the public URL, if that has one', () => {
    const below = inspectorAddresses('https://example.com/casewire/');
    expect(below.urlOf(id)).toBe(`https://example.com/casewire/inspect/${id}`);
  });

  it('is no longer one when any of its characters is another one', () => {
    fc.assert(
      fc.property(
        fc.nat(url.length - 1),
        fc.constantFrom('/', '.', '%', '?', '#', 'Z'),
        (index, character) => {
          fc.pre(url[index] !== character);
          expect(addresses.idOf(url.slice(0, index) + character + url.slice(index + 1))).toBeUndefined();
        },
      ),
    );
  });

  it.each([
    `${url}/`,
    `${url}?a=b`,
    `${url}#a`,
    `https://casewire.example/inspect/../inspect/${id}`,
    `https://casewire.example:443/inspect/${id}`,
    `https://casewire.example./inspect/${id}`,
    `https://user@casewire.example/inspect/${id}`,
    `http://casewire.example/inspect/${id}`,
    `https://casewire.example.evil.example/inspect/${id}`,
    'https://casewire.example/v1/webhooks',
    'https://casewire.example/inspect/',
  ])('is not %s', (other) => {
    expect(addresses.idOf(other)).toBeUndefined();
  });
});

it.each([
  ['https://casewire.example/v1/webhooks', true],
  ['https://CASEWIRE.example:443', true],
  ['https://casewire.example./', true],
  ['http://casewire.example/', true],
  ['https://casewire.example:8443/', false],
  ['https://a.casewire.example/', false],
])('%s leads to Casewire itself: %s', (text, isOwn) => {
  expect(addresses.isOwn(new URL(text))).toBe(isOwn);
});
