import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { childTraceparent, parseTraceparent } from './traceparent.ts';

/** The example of W3C Trace Context, section 3.2. */
const example = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('parseTraceparent', () => {
  it('reads the example of the specification', () => {
    expect(parseTraceparent(example)).toEqual({
      traceId: '0af7651916cd43dd8448eb211c80319c',
      parentId: 'b7ad6b7169203331',
      sampled: true,
    });
  });

  it('takes the known part of a later version', () => {
    expect(parseTraceparent(example.replace('00-', 'cc-') + '-what-the-future-will-bring')).toBeDefined();
  });

  it.each([
    undefined,
    '',
    example.replace('00-', 'ff-'),
    `${example}-more`,
    example.toUpperCase(),
    example.replace('0af7651916cd43dd8448eb211c80319c', '0'.repeat(32)),
    example.replace('b7ad6b7169203331', '0'.repeat(16)),
    example.slice(0, -1),
  ])('refuses %s', (header) => {
    expect(parseTraceparent(header)).toBeUndefined();
  });
});

describe('childTraceparent', () => {
  it('stays in the trace, under a new parent, sampled as before', () => {
    const child = parseTraceparent(childTraceparent(example.replace(/01$/, '00')));
    expect(child).toMatchObject({ traceId: '0af7651916cd43dd8448eb211c80319c', sampled: false });
    expect(child?.parentId).not.toBe('b7ad6b7169203331');
  });

  it('is valid whatever it is made from', () => {
    fc.assert(
      fc.property(fc.option(fc.string(), { nil: undefined }), (header) => {
        expect(parseTraceparent(childTraceparent(header))).toBeDefined();
      }),
    );
  });
});
