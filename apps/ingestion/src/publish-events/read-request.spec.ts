import { Problem, RequestBody } from '@casewire/rest';
import { oddText } from '@casewire/testing/generators';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Reading } from '../admission/envelope.ts';
import type { Rejection } from '../admission/rejection.ts';
import { readRequest } from './read-request.ts';

function readOne(headers: Record<string, string[]>, contentType = 'application/json', body = '{}'): Reading {
  const [event] = readRequest(headers, new RequestBody(contentType, Buffer.from(body))).events;
  if (event === undefined) throw new Error('no event was read');
  return event;
}

/** How the attribute `subject` of an event in binary mode is read. */
function subjectOf(...values: string[]): unknown {
  const event = readOne({ 'ce-specversion': ['1.0'], 'ce-subject': values });
  return event.kind === 'rejected' ? event.rejection : event.attributes.get('subject');
}

/** Text as Node shows it when a client has sent it in UTF-8. */
function raw(text: string): string {
  return Buffer.from(text).toString('latin1');
}

function rejectionOf(event: Reading): Rejection | undefined {
  return event.kind === 'rejected' ? event.rejection : undefined;
}

describe('attributes in HTTP headers', () => {
  it.each([
    ['plain', 'plain'],
    ['Finished%20Journey', 'Finished Journey'],
    ['"Finished Journey"', 'Finished Journey'],
    ['"a \\"b\\" \\\\ c"', 'a "b" \\ c'],
    ['"100\\%2\\5"', '100%'],
    ['%22quoted%22', '"quoted"'],
    ['""', ''],
    ['a "b"', 'a "b"'],
    ['"open', '"open'],
    ['"a" "b"', '"a" "b"'],
    [raw('Zoë'), 'Zoë'],
    ['Zo%C3%AB', 'Zoë'],
    [raw('€ 😀'), '€ 😀'],
    [`"${raw('日本')} \\"x\\""`, '日本 "x"'],
    [`${raw('é')}%C3%A9`, 'éé'],
    ['%C3\xa9', 'é'],
  ])('are unquoted before they are percent-decoded: %s', (header, subject) => {
    expect(subjectOf(header)).toBe(subject);
  });

  it('are the same value in raw and in percent-encoded UTF-8, whatever the text', () => {
    fc.assert(
      fc.property(
        oddText.filter((text) => text.isWellFormed() && !/[%"\\]/.test(text)),
        (text) => {
          expect(subjectOf(raw(text))).toBe(text);
          expect(subjectOf(encodeURIComponent(text))).toBe(text);
        },
      ),
    );
  });

  it.each(['"%ff"', '\xff', 'Zo\xeb', '%ed%a0%80', '100%', '%zz'])(
    'are refused if they are no UTF-8: %s',
    (header) => {
      expect(subjectOf(header)).toMatchObject({ reason: 'invalid-attribute', path: 'subject' });
    },
  );

  it('are refused if they are there twice, equal or not', () => {
    for (const second of ['a', 'b']) {
      expect(subjectOf('a', second)).toEqual({
        reason: 'invalid-attribute',
        path: 'subject',
        message: 'is given more than once',
      });
    }
  });

  it('of a trace are left out if they cannot be used', () => {
    for (const values of [['%ff'], ['a', 'b'], ['\xff']]) {
      const event = readOne({ 'ce-specversion': ['1.0'], 'ce-tracestate': values });
      expect([event.kind, event.attributes?.has('tracestate')]).toEqual(['read', false]);
    }
  });
});

describe('content types in another charset than UTF-8', () => {
  const other = ['iso-8859-1', '"ISO-8859-1"', 'utf-16', 'windows-1252'];

  it.each(other)('are refused in binary and structured mode: %s', (charset) => {
    const binary = readOne({ 'ce-specversion': ['1.0'] }, `application/json; charset=${charset}`);
    const structured = readOne({}, `application/cloudevents+json; charset=${charset}`);
    for (const event of [binary, structured]) {
      expect(rejectionOf(event)).toMatchObject({
        reason: 'unsupported-content-type',
        path: 'content-type',
      });
    }
  });

  it.each(other)('are refused for a batch: %s', (charset) => {
    expect(() => readOne({}, `application/cloudevents-batch+json; charset=${charset}`, '[]')).toThrow(
      Problem,
    );
  });

  it.each(['utf-8', 'UTF-8', '"utf-8"', 'utf8'])('are not those in %s', (charset) => {
    expect(readOne({ 'ce-specversion': ['1.0'] }, `application/json;charset=${charset}`).kind).toBe('read');
  });
});

describe('text that is no JSON', () => {
  it.each([
    ['{"x":NaN}', 'NaN at position 5 (line 1 column 6)'],
    ['\ufeff{}', 'a byte order mark (U+FEFF) at position 0 (line 1 column 1)'],
    ['{"x":', 'it ends too early, at position 5 (line 1 column 6)'],
  ])('is refused with the place and what is wrong there: %j', (body, where) => {
    const binary = readOne({ 'ce-specversion': ['1.0'] }, 'application/json', body);
    const structured = readOne({}, 'application/cloudevents+json', body);
    for (const event of [binary, structured]) {
      expect(rejectionOf(event)?.message).toContain(where);
    }
    expect(() => readOne({}, 'application/cloudevents-batch+json', body)).toThrow(where);
  });
});

describe('a structured event', () => {
  const head = '{"specversion":"1.0","id":"1"';

  it.each([
    [`${head},"data":{},"data_base64":"e30="}`, 'data_base64'],
    [`${head},"data_base64":"e30=","data":null}`, 'data_base64'],
    [`${head},"data_base64":"e30"}`, 'data_base64'],
    [`${head},"data_base64":"e3*="}`, 'data_base64'],
    [`${head},"data":{},"data":{}}`, 'data'],
    [`${head},"\\u0069d":"2","data":{}}`, 'id'],
    [`${head},"a":"1","a":"1","data":{}}`, 'a'],
  ])('is refused if a part of it is there twice, or is no base64: %s', (text, path) => {
    expect(rejectionOf(readOne({}, 'application/cloudevents+json', text))).toMatchObject({ path });
  });
});
