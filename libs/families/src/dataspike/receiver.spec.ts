import { trimJson } from '@casewire/events';
import { it } from '@jest/globals';
import { expectAnyEventToReach } from '../any-event.fixture.ts';
import { family } from './family.ts';

const text = { type: 'string' };

/** The page's check object. */
const check = {
  type: 'object',
  required: ['status'],
  properties: { status: { enum: ['verified', 'failed', 'in_progress'] }, errors: { type: 'array' } },
};

/** The page's verification object, with the status that was observed beside it. */
const verification = {
  type: 'object',
  required: ['id', 'applicant_id', 'status', 'created_at', 'updated_at', 'document_type'],
  properties: {
    id: text,
    applicant_id: text,
    document_ids: { type: 'array', items: text },
    status: { enum: ['verified', 'failed', 'initial', 'in_progress', 'pending'] },
    created_at: { type: 'string', format: 'date-time' },
    updated_at: { type: 'string', format: 'date-time' },
    document_type: text,
    checks: {
      type: 'object',
      properties: Object.fromEntries(
        ['passport', 'id_card', 'residence_permit', 'driver_license', 'selfie', 'visa'].map((name) => [
          name,
          check,
        ]),
      ),
    },
  },
};

const keys = ['id', 'webhook_id', 'event_type', 'payload', 'timestamp'];

it("is what a receiver of Dataspike's page relies on, whatever upstream publishes", () => {
  expectAnyEventToReach(family, (type) => ({
    keys,
    schema: {
      type: 'object',
      required: keys,
      properties: {
        id: text,
        webhook_id: text,
        event_type: { const: type },
        payload: type === 'DOCVER' ? verification : { type: 'object' },
        timestamp: { type: 'string', pattern: '^[^+]+Z$', format: 'date-time' },
      },
      additionalProperties: false,
    },
    embedded: (data, body) => [[trimJson(data), body.get('payload') ?? Buffer.alloc(0)]],
  }));
});
