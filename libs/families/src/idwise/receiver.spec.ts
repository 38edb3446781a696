import { trimJson } from '@casewire/events';
import { it } from '@jest/globals';
import { expectAnyEventToReach } from '../any-event.fixture.ts';
import { family } from './family.ts';

const documented = ['Finished Journey', 'Manually Reviewed', 'AML Monitor Update'];

/** The page's body; the payload may grow. */
const body = {
  type: 'object',
  required: ['journeyId', 'referenceNo', 'systemDecision'],
  properties: {
    journeyId: { type: 'string' },
    referenceNo: { type: 'string' },
    systemDecision: { enum: ['Complete', 'Incomplete', 'Refer'] },
    finalDecision: { type: 'string' },
  },
};

it("is what a receiver of IDWise's page relies on, whatever upstream publishes", () => {
  expectAnyEventToReach(family, (type) => ({
    keys: ['event', 'body'],
    schema: {
      type: 'object',
      required: ['event', 'body'],
      properties: { event: { const: type }, body: documented.includes(type) ? body : { type: 'object' } },
    },
    embedded: (data, members) => [[trimJson(data), members.get('body') ?? Buffer.alloc(0)]],
  }));
});
