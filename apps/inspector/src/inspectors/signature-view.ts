import { z } from 'zod';
import { signatureFailures, type SignatureFailure } from '../receive/check-signature.ts';

/** The checks of a signature, in the order in which they are made. */
const checks = ['headers', 'time', 'signature'] as const;

type Check = (typeof checks)[number];

/** The check that each failure is of; null where none was made. */
const failedCheck: Readonly<Record<SignatureFailure, Check | null>> = {
  'missing-header': 'headers',
  'malformed-header': 'headers',
  'timestamp-too-old': 'time',
  'timestamp-too-new': 'time',
  'signature-mismatch': 'signature',
  'not-signed': null,
  'body-too-large': null,
};

/** It signs the body alone. */
const SCHEME_WITHOUT_TIME = 'hmac-body-hex';

export const signatureSchema = z.object({
  scheme: z.string().describe('By which the webhook signs.'),
  genuine: z.boolean(),
  reason: z
    .enum(Object.keys(signatureFailures) as SignatureFailure[])
    .nullable()
    .describe(
      'The check that fails, as `POST /v1/webhooks/{id}/verify` names it, or `body-too-large`; null where none does.',
    ),
  detail: z.string().nullable().describe('The same in a sentence.'),
  checks: z
    .array(
      z.object({
        name: z.enum(checks),
        passed: z.boolean().nullable().describe('Null where it was not made.'),
      }),
    )
    .describe(
      'In their order: `headers`, whether those of the signature are there and can be read; `time`, whether it was signed within five minutes of its arrival; `signature`, whether a secret of the webhook has signed these bytes.',
    ),
});

export type SignatureView = z.infer<typeof signatureSchema>;

/** @param failure the check that failed when the request arrived; null for a genuine one */
export function toSignatureView(scheme: string, failure: SignatureFailure | null): SignatureView {
  return {
    scheme,
    genuine: failure === null,
    reason: failure,
    detail: failure && signatureFailures[failure],
    checks: checks.map((name) => ({ name, passed: passed(name, scheme, failure) })),
  };
}

function passed(check: Check, scheme: string, failure: SignatureFailure | null): boolean | null {
  if (check === 'time' && scheme === SCHEME_WITHOUT_TIME) return null;
  if (failure === null) return true;
  const failed = failedCheck[failure];
  if (failed === null) return null;
  const behind = checks.indexOf(check) - checks.indexOf(failed);
  if (behind === 0) return false;
  return behind < 0 ? true : null;
}
