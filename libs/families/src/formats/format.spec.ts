import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { objectMembers, type AcceptedEvent } from '@casewire/events';
import { jsonText } from '@casewire/testing/generators';
import { acceptedEvent, plainContext as context } from '../accepted-event.fixture.ts';
import { families } from '../family-folders.ts';
import { family as own } from '../own/family.ts';
import { renderFormat, signingOf, webhookFormats } from './format.ts';

function event(data: string, attributes: Readonly<Record<string, string>> = {}): AcceptedEvent {
  return acceptedEvent('Finished Journey', data, { time: '2024-10-24T13:42:25.123456+02:00', ...attributes });
}

const exact = '{"score": 1.50,"n":12345678901234567890,"7":"\\u00e9","a":1,"\\u0061":2}';

describe('renderFormat', () => {
  it('wraps data in the Standard Webhooks envelope, byte for byte', () => {
    expect(renderFormat('standard', own, event(exact), context)).toEqual({
      body: Buffer.from(
        `{"type":"Finished Journey","timestamp":"2024-10-24T13:42:25.123456+02:00","data":${exact}}`,
      ),
      contentType: 'application/json',
      headers: {},
    });
  });

  it('writes a structured CloudEvent with every attribute, data byte for byte', () => {
    expect(renderFormat('cloudevents', own, event(exact, { subject: 'j', vendor: 'çx' }), context)).toEqual({
      body: Buffer.from(
        '{"specversion":"1.0","id":"e-1","source":"/upstream","type":"Finished Journey",' +
          '"time":"2024-10-24T13:42:25.123456+02:00","tenantid":"acme","environment":"sandbox","subject":"j",' +
          `"vendor":"çx","datacontenttype":"application/json","data":${exact}}`,
      ),
      contentType: 'application/cloudevents+json',
      headers: {},
    });
  });

  it('writes a binary CloudEvent: data is the body, attributes are percent-encoded headers', () => {
    const rendered = renderFormat(
      'cloudevents-binary',
      own,
      event(exact, { subject: '"50%" Euro € 😀' }),
      context,
    );
    expect(rendered).toEqual({
      body: Buffer.from(exact),
      contentType: 'application/json',
      headers: {
        'ce-specversion': '1.0',
        'ce-id': 'e-1',
        'ce-source': '/upstream',
        'ce-type': 'Finished%20Journey',
        'ce-time': '2024-10-24T13:42:25.123456+02:00',
        'ce-tenantid': 'acme',
        'ce-environment': 'sandbox',
        'ce-subject': '%2250%25%22%20Euro%20%E2%82%AC%20%F0%9F%98%80',
      },
    });
  });

  it('writes a thin body: ids, type, time and the address of the data, and nothing of the data or the subject', () => {
    const { webhookId } = context;
    const { body, ...rest } = renderFormat('thin', own, event(exact, { subject: 'personal' }), context);
    expect(rest).toEqual({ contentType: 'application/json', headers: {} });
    expect(JSON.parse(body.toString())).toEqual({
      invocationId: context.invocationId,
      webhookId,
      eventUid: event('{}').uid,
      eventId: 'e-1',
      type: 'Finished Journey',
      time: '2024-10-24T13:42:25.123456+02:00',
      dataUrl: context.dataUrlOf({ webhookId, eventUid: event('{}').uid }),
    });
  });

  it('carries any data byte for byte', () => {
    fc.assert(
      fc.property(jsonText, (data) => {
        for (const format of ['standard', 'cloudevents'] as const) {
          const { body } = renderFormat(format, own, event(data), context);
          expect(objectMembers(body).get('data')).toEqual(Buffer.from(data));
        }
        expect(renderFormat('cloudevents-binary', own, event(data), context).body).toEqual(Buffer.from(data));
      }),
    );
  });

  it('encodes any attribute so that decoding gives it back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (subject) => {
        const header =
          renderFormat('cloudevents-binary', own, event('{}', { subject }), context).headers['ce-subject'] ??
          '';
        expect(header).toMatch(/^[\x21-\x7e]*$/);
        expect(decodeURIComponent(header)).toBe(subject);
      }),
    );
  });
});

describe('signingOf', () => {
  it.each(families.map((family) => [family.name, family] as const))(
    'signs envelopes of %s as their standard says, and other formats as the family does',
    (_name, family) => {
      const schemes = webhookFormats.map((format) => signingOf(format, family));
      const { signing } = family.defaults;
      const standard = { scheme: 'standard-webhooks' };
      expect(schemes).toEqual([signing, standard, signing, signing, standard]);
    },
  );
});
