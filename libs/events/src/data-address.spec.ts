import { describe, expect, it } from '@jest/globals';
import { dataUrls, openDataAddress, sealDataAddress } from './data-address.ts';

const data = {
  webhookId: '019ac000-0000-7000-8000-00000000000a',
  eventUid: '019ac000-0000-7000-8000-0000000000bb',
};
const address = sealDataAddress(data, 'key');

describe('the address of data', () => {
  it('opens to the webhook and the event that it was made for', () => {
    expect(openDataAddress(address, 'key')).toEqual(data);
  });

  it('stands below the public URL, whether or not that ends with a slash', () => {
    for (const publicUrl of ['https://casewire.example', 'https://casewire.example/'])
      expect(dataUrls(publicUrl, 'key')(data)).toBe(`https://casewire.example/v1/data/${address}`);
  });

  it.each([
    ['of another webhook', address.replace('0a.', '0b.')],
    ['of another event', address.replace('bb.', 'bc.')],
    ['sealed with another key', sealDataAddress(data, 'other')],
    ['that goes on', `${address}.more`],
    ['without a seal', `${data.webhookId}.${data.eventUid}`],
    ['that is none', 'x'],
  ])('stays shut %s', (_what, text) => {
    expect(openDataAddress(text, 'key')).toBeUndefined();
  });
});
