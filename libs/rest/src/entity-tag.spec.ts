import { describe, expect, it } from '@jest/globals';
import { etag, requireIfMatch } from './entity-tag.ts';

describe('requireIfMatch', () => {
  it.each([undefined, '*', '"3"', '"2", "3"'])('lets %s pass for version 3', (header) => {
    expect(() => {
      requireIfMatch(header, 3);
    }).not.toThrow();
  });

  it.each(['"2"', 'W/"3"', '3', ''])('answers 412 to %s, with the version at hand', (header) => {
    expect(() => {
      requireIfMatch(header, 3);
    }).toThrow(expect.objectContaining({ code: 'precondition-failed', headers: { etag: etag(3) } }));
  });
});
