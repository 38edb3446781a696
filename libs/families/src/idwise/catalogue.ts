import type { EventType } from '../family.ts';
import { anyObject } from '../schema-parts.ts';
import { amlUpdate, finishedJourney, observed, reviewedJourney } from './examples.ts';
import { amlUpdateSchema, journeySchema } from './schemas.ts';
import { sensitive, undescribedIsSensitive } from './sensitive.ts';

/** Events that later documentation names: what their bodies hold is not fixed. */
const observedTypes: readonly (readonly [type: string, description: string])[] = [
  ['Finished User Steps', 'The user went through all steps.'],
  ['Updated Journey', 'A decision changed after the verification.'],
  ['Verification Update Required', 'The user has to submit steps again.'],
  ['KYC Renewal Deadline Exceeded', 'The deadline of a renewal passed.'],
  ['Finished Spot Check', 'A spot check ended.'],
  ['Finished Ongoing Check', 'An ongoing check ended.'],
  ['Step Submitted', 'The user submitted a step.'],
  ['Finished Step', 'A step was processed.'],
];

/** Names of IDWise's webhook page, then those of its later documentation. */
export const eventTypes: readonly EventType[] = [
  {
    type: 'Finished Journey',
    description: 'A journey was completed and processed.',
    schema: journeySchema,
    example: finishedJourney,
    sensitive,
  },
  {
    type: 'Manually Reviewed',
    description: "A manual review confirmed or overrode the system's decision.",
    schema: journeySchema,
    example: reviewedJourney,
    sensitive,
  },
  {
    type: 'AML Monitor Update',
    description: 'A monitored AML record changed.',
    schema: amlUpdateSchema,
    example: amlUpdate,
    sensitive,
  },
  ...observedTypes.map(([type, description]) => ({
    type,
    description,
    schema: anyObject,
    example: observed,
    sensitive: undescribedIsSensitive,
  })),
];
