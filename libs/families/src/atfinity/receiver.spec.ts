import { objectMembers } from '@casewire/events';
import { it } from '@jest/globals';
import { expectAnyEventToReach } from '../any-event.fixture.ts';
import { family } from './family.ts';

const text = { type: 'string' };
const integer = { type: 'integer' };
const textOrNull = { type: ['string', 'null'] };

/** The page's two tables, in their order. */
const fields = {
  trigger: text,
  case_id: integer,
  case_user_readable_id: text,
  case_name: text,
  case_url: text,
  case_version: integer,
  case_color: textOrNull,
  outcome_instance_id: { type: ['integer', 'null'] },
  process_key: textOrNull,
};

const additional: Readonly<Record<string, object>> = {
  case_changed: { action: text },
  case_state_changed: {
    previous_state_key: textOrNull,
    current_state_key: textOrNull,
    transition_key: textOrNull,
  },
  case_documents_updated: { document_keys: { type: 'array', items: text }, action: textOrNull },
};

it("is what a receiver of atfinity's page relies on, whatever upstream publishes", () => {
  expectAnyEventToReach(family, (type) => {
    const properties = { ...fields, ...additional[type] };
    const keys = Object.keys(properties);
    return {
      keys,
      schema: { type: 'object', properties, required: keys, additionalProperties: false },
      embedded: (data, body) => {
        const members = objectMembers(data);
        return keys
          .filter((key) => key !== 'trigger')
          .map((key) => [members.get(key) ?? Buffer.from('null'), body.get(key) ?? Buffer.alloc(0)]);
      },
    };
  });
});
