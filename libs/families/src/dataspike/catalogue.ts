import type { EventType } from '../family.ts';
import { anyObject } from '../schema-parts.ts';
import { observed, verification } from './examples.ts';
import { verificationSchema } from './schemas.ts';
import { sensitive, undescribedIsSensitive } from './sensitive.ts';

/** Types without a documented payload: the page's, then those of later documentation. */
const undescribed: readonly (readonly [type: string, description: string])[] = [
  ['APPLICANT', 'An applicant changed.'],
  ['AML', 'An AML result came in.'],
  ['AML_SCREENING', 'An AML screening ended or changed.'],
  ['DOCVER_CHECKS', 'Checks of a verification changed.'],
  ['TRANSACTION_MONITORING', 'A monitored transaction was judged.'],
  ['KYT_WALLET_CHECK', 'A wallet was checked.'],
];

/** Event types of Dataspike's webhook page, then those of its later documentation. */
export const eventTypes: readonly EventType[] = [
  {
    type: 'DOCVER',
    description: 'A document verification has been finished.',
    schema: verificationSchema,
    example: verification,
    sensitive,
  },
  ...undescribed.map(([type, description]) => ({
    ...{ type, description, schema: anyObject, example: observed },
    sensitive: undescribedIsSensitive,
  })),
];
