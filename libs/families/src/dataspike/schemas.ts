import type { JsonSchema } from '../family.ts';
import { dialect, id, timestamp } from '../schema-parts.ts';

/** Kinds of checks: those of the page, then observed ones. Others may come. */
const checks = [
  ...['passport', 'id_card', 'residence_permit', 'driver_license', 'selfie', 'visa'],
  ...['document_mrz', 'document_ocr', 'face_comparison', 'liveness', 'poa'],
];

const checkSchema: JsonSchema = {
  type: 'object',
  required: ['status'],
  properties: {
    // The page's example has an empty list where one expects an object: `data` may be anything.
    data: {},
    status: { enum: ['verified', 'failed', 'in_progress'] },
    errors: { type: 'array' },
    warnings: { type: 'array' },
  },
};

/** `data` of a verification: the delivery's `payload`. It may grow. */
export const verificationSchema: JsonSchema = {
  $schema: dialect,
  type: 'object',
  required: ['id', 'applicant_id', 'status', 'created_at', 'updated_at', 'document_type'],
  properties: {
    id,
    applicant_id: id,
    // The last one is not on the page: it was observed.
    status: { enum: ['verified', 'failed', 'initial', 'in_progress', 'pending'] },
    created_at: timestamp,
    updated_at: timestamp,
    document_type: { type: 'string' },
    document_ids: { type: 'array', items: { type: 'string' } },
    checks: { type: 'object', properties: Object.fromEntries(checks.map((name) => [name, checkSchema])) },
  },
};
