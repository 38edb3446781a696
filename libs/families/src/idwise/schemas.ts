import type { JsonSchema } from '../family.ts';
import { dialect, id } from '../schema-parts.ts';

const systemDecisions = ['Complete', 'Incomplete', 'Refer'];

/** The page lists the first two; the others were observed: a review may confirm what the system decided. */
const finalDecisions = ['Approved', 'Rejected', ...systemDecisions];

/** `data` of the page's events: the delivery's `body`. There is no final decision before a review; it may grow. */
function bodySchema(observed: JsonSchema = {}): JsonSchema {
  return {
    $schema: dialect,
    type: 'object',
    required: ['journeyId', 'referenceNo', 'systemDecision'],
    properties: {
      journeyId: id,
      referenceNo: { type: 'string' },
      systemDecision: { enum: systemDecisions },
      finalDecision: { enum: finalDecisions },
      ...observed,
    },
  };
}

export const journeySchema = bodySchema();

export const amlUpdateSchema = bodySchema({
  previousSystemDecision: { enum: systemDecisions },
  updatedAMLVersionNumber: { type: 'integer' },
});
