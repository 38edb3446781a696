import { familyOfType, renderFormat, webhookFormats } from '@casewire/families';
import { objectMembers } from '@casewire/events';
import { RequestBody } from '@casewire/rest';
import { dataUrlOf } from '@casewire/testing';
import { jsonText } from '@casewire/testing/generators';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { admit } from '../admission/admit.ts';
import { readAttributes } from '../admission/attributes.ts';
import { readRequest, type EventRequest } from './read-request.ts';

const attributes = {
  specversion: '1.0',
  id: 'e-1',
  source: '/claims',
  type: 'claim.paid',
  tenantid: 'acme',
  environment: 'sandbox',
};
const knowledge = { isTenant: () => true, validatorOf: () => () => [] };
const context = { invocationId: 'i-1', webhookId: 'w-1', settings: {}, options: {}, dataUrlOf };
const space = fc.constantFrom('', ' ', '\r\n\t');

function request(contentType: string, text: string, headers: Record<string, string[]> = {}): EventRequest {
  return readRequest(headers, new RequestBody(contentType, Buffer.from(text)));
}

/** An event in the JSON format whose data stands anywhere among the attributes. */
function structuredText(data: string, blank: string, position: number): string {
  const members = Object.entries(attributes).map(([name, value]) => `${JSON.stringify(name)}:"${value}"`);
  return `{${blank}${members.toSpliced(position, 0, `"data"${blank}:${blank}${data}${blank}`).join()}}`;
}

/** Every body that webhooks get of the last event of a request. */
function bodiesOf({ events }: EventRequest): Map<string, Buffer> {
  const envelope = [...events].at(-1);
  if (envelope === undefined || envelope.kind === 'rejected') throw new Error('the event was not read');
  const admitted = admit(envelope, readAttributes(envelope.attributes, { receivedAt: 0 }), knowledge);
  const event = { uid: 'u-1', acceptedAt: 0, ...admitted };
  const family = familyOfType(event.attributes.type);
  const carrying = webhookFormats.filter((format) => format !== 'thin');
  return new Map(carrying.map((format) => [format, renderFormat(format, family, event, context).body]));
}

describe('data of any JSON text', () => {
  const arrives = (data: string, bodies: Map<string, Buffer>): void => {
    for (const [format, body] of bodies) {
      const arrived = format === 'cloudevents-binary' ? body : objectMembers(body).get('data');
      expect([format, arrived?.toString()]).toEqual([format, data]);
    }
  };

  it('reaches receivers byte for byte from structured mode', () => {
    fc.assert(
      fc.property(jsonText, space, fc.nat(6), (data, blank, position) => {
        const text = structuredText(data, blank, position);
        arrives(data, bodiesOf(request('application/cloudevents+json', text)));
      }),
    );
  });

  it('reaches receivers byte for byte from a batch', () => {
    fc.assert(
      fc.property(
        fc.array(jsonText, { minLength: 1, maxLength: 3 }),
        space,
        fc.nat(6),
        (all, blank, position) => {
          const elements = all.map((data) => structuredText(data, blank, position));
          const text = `${blank}[${elements.join(`${blank},`)}${blank}]`;
          arrives(all.at(-1) ?? '', bodiesOf(request('application/cloudevents-batch+json', text)));
        },
      ),
    );
  });

  it('reaches receivers byte for byte from binary mode, without the white space around it', () => {
    const headers = Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [`ce-${name}`, [value]]),
    );
    fc.assert(
      fc.property(jsonText, space, (data, blank) => {
        arrives(data, bodiesOf(request('application/json', `${blank}${data}${blank}`, headers)));
      }),
    );
  });
});
