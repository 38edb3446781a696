import { describe, expect, it } from '@jest/globals';
import { acceptedEvent, plainContext } from '../accepted-event.fixture.ts';
import { family } from './family.ts';

/** The page's example without its white space. */
const golden =
  '{"trigger":"case_state_changed","case_id":42,"case_user_readable_id":"KYC-0042","case_name":"Acme Corp",' +
  '"case_url":"https://your-tenant.atfinity.app/cases/42","case_version":7,"case_color":"green",' +
  '"outcome_instance_id":17,"process_key":"kyc_process","previous_state_key":"in_review",' +
  '"current_state_key":"approved","transition_key":"approve"}';

const required =
  '"case_id":42,"case_user_readable_id":"KYC-0042","case_name":"Acme Corp","case_url":"https://a/42","case_version":7';

function bodyOf(type: string, data: string): string {
  return family.render(acceptedEvent(type, data), plainContext).body.toString();
}

describe('atfinity body', () => {
  it("reproduces the page's example byte for byte, whatever the order of data", () => {
    const data = golden.replace('"trigger":"case_state_changed",', '');
    expect(bodyOf('case_state_changed', data)).toBe(golden);
    const backwards = JSON.stringify(
      Object.fromEntries(Object.entries(JSON.parse(data) as object).reverse()),
    );
    expect(bodyOf('case_state_changed', backwards)).toBe(golden);
  });

  it('has null for what is unknown, and numbers as upstream wrote them', () => {
    expect(bodyOf('case_created', `{${required.replace('42', '12345678901234567890')}}`)).toBe(
      `{"trigger":"case_created",${required.replace('42', '12345678901234567890')},` +
        '"case_color":null,"outcome_instance_id":null,"process_key":null}',
    );
  });

  it.each([
    ['case_changed', '"action":"updated"', '"action":"updated"'],
    [
      'case_state_changed',
      '"current_state_key":"b"',
      '"previous_state_key":null,"current_state_key":"b","transition_key":null',
    ],
    ['case_documents_updated', '"document_keys":["a", "b"]', '"document_keys":["a", "b"],"action":null'],
  ])('adds the fields of %s', (trigger, given, sent) => {
    expect(bodyOf(trigger, `{${required},${given}}`)).toBe(
      `{"trigger":"${trigger}",${required},"case_color":null,"outcome_instance_id":null,"process_key":null,${sent}}`,
    );
  });

  it.each(['case_created', 'case_comment', 'case_proofs_updated'])('adds nothing to %s', (trigger) => {
    const data = `{${required},"action":"updated","document_keys":[],"trigger":"forged","internal":1}`;
    expect(Object.keys(JSON.parse(bodyOf(trigger, data)) as object)).toHaveLength(9);
    expect(bodyOf(trigger, data)).toContain(`"trigger":"${trigger}"`);
  });
});

describe('atfinity headers', () => {
  it('are spelled as on the page, with the version that the tenant set', () => {
    const event = acceptedEvent('case_created', `{${required}}`);
    expect(family.render(event, plainContext)).toMatchObject({
      contentType: 'application/json; charset=UTF-8',
      headers: { 'X-atfinity-event': 'case_created', 'X-atfinity-version': '1.0' },
    });
    const settings = { atfinityVersion: '2024.11.3', apiVersion: 2 };
    expect(family.render(event, { ...plainContext, settings }).headers['X-atfinity-version']).toBe(
      '2024.11.3',
    );
  });
});
