import { describe, expect, it } from '@jest/globals';
import { acceptedEvent, plainContext } from '../accepted-event.fixture.ts';
import { family } from './family.ts';

/** The page's example without its white space, with values of its lists in the places that it leaves open. */
const golden =
  '{"event":"Finished Journey","body":{"journeyId":"62e6...........5d0c","referenceNo":"840...........23",' +
  '"systemDecision":"Refer","finalDecision":"Approved"}}';

function bodyOf(type: string, data: string, options = {}): string {
  return family.render(acceptedEvent(type, data), { ...plainContext, options }).body.toString();
}

describe('IDWise body', () => {
  it("reproduces the page's example byte for byte", () => {
    const data =
      '{"journeyId":"62e6...........5d0c","referenceNo":"840...........23","systemDecision":"Refer","finalDecision":"Approved"}';
    expect(bodyOf('Finished Journey', data)).toBe(golden);
    expect(family.render(acceptedEvent('Finished Journey', data), plainContext)).toMatchObject({
      contentType: 'application/json',
      headers: {},
    });
  });

  it('passes a body through untouched, without what upstream did not say', () => {
    const data = '{"journeyId": "j","systemDecision":"Complete","score":1.50,"n":12345678901234567890}';
    expect(bodyOf('Manually Reviewed', data)).toBe(`{"event":"Manually Reviewed","body":${data}}`);
  });

  it.each([
    ['{"journeyId":"j","score":1.50 }', '{"journeyId":"j","score":1.50 ,"eventId":"e-1"}'],
    ['{}', '{"eventId":"e-1"}'],
    ['{ }', '{ "eventId":"e-1"}'],
    ['{"eventId":"upstream\'s"}', '{"eventId":"upstream\'s"}'],
  ])('adds the event id to %s where the webhook asks for it', (data, body) => {
    expect(bodyOf('Step Submitted', data, { eventId: true })).toBe(
      `{"event":"Step Submitted","body":${body}}`,
    );
    expect(bodyOf('Step Submitted', data, { eventId: false })).toBe(
      `{"event":"Step Submitted","body":${data}}`,
    );
  });
});

describe('IDWise defaults', () => {
  it('succeed with 200 only and retry after 5, 10 and 15 minutes to the second, unsigned', () => {
    expect(family.defaults).toEqual({
      signing: { scheme: 'none' },
      success: '200',
      timeoutMs: 10_000,
      retry: { delaysSeconds: [300, 600, 900], jitter: 0 },
    });
  });
});
