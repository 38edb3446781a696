import { describe, expect, it } from '@jest/globals';
import { eventHolder } from './event-holder.ts';

const holderOf = (headers: Record<string, string>, value: Buffer | null, binding = {}) =>
  eventHolder({ header: (name) => headers[name], value }, binding);

const structured = { 'content-type': 'application/cloudevents+json; charset=utf-8' };
const holder = { tenantId: 'acme', environment: 'sandbox' };

describe('the holder of an event that is not read yet', () => {
  it('stands in its headers in binary mode', () => {
    const headers = { ce_specversion: '1.0', ce_tenantid: 'acme', ce_environment: 'sandbox' };
    expect(holderOf(headers, Buffer.from('{}'))).toEqual(holder);
  });

  it('is the one in the envelope in structured mode, whatever data says', () => {
    const event = {
      data: { tenantid: 'other', environment: 'production' },
      ...{ tenantid: 'acme', environment: 'sandbox' },
    };
    expect(holderOf(structured, Buffer.from(JSON.stringify(event)))).toEqual(holder);
  });

  it('is the one that its topic is bound to', () => {
    expect(holderOf({}, null, holder)).toEqual(holder);
  });

  it.each([
    ['nothing', null],
    ['no JSON', Buffer.from('{"tenantid"')],
    ['no text', Buffer.from('{"tenantid":1,"environment":"sandbox"}')],
    ['broken text', Buffer.from('{"tenantid":"\\u","environment":"sandbox"}')],
    ['no environment', Buffer.from('{"tenantid":"acme","environment":"moon"}')],
    ['odd bytes', Buffer.from([0x7b, 0xff, 0x22, 0x5c])],
  ])('is unknown of a record that holds %s', (_, value) => {
    expect(holderOf(structured, value)).toBeUndefined();
  });
});
