import { RequestBody } from '@casewire/rest';
import { describe, expect, it } from '@jest/globals';
import { readRequest } from './read-request.ts';

/** How the attribute `subject` of an event in binary mode is read. */
function subjectOf(header: string): unknown {
  const headers = { 'ce-specversion': '1.0', 'ce-subject': header };
  const [event] = readRequest(headers, new RequestBody('application/json', Buffer.from('{}'))).events;
  return event?.kind === 'rejected' ? event.rejection : event?.attributes.get('subject');
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
  ])('are unquoted before they are percent-decoded: %s', (header, subject) => {
    expect(subjectOf(header)).toBe(subject);
  });

  it('are refused if they are no percent-encoded UTF-8', () => {
    expect(subjectOf('"%ff"')).toMatchObject({ reason: 'invalid-attribute', path: 'subject' });
  });
});
