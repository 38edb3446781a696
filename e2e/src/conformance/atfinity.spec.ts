import { describe, expect, it } from '@jest/globals';
import { useReceiver } from '@casewire/testing/fixtures';
import { untilDelivered } from '../support/ledger.ts';
import { jsonOf, rawHeader, receiveOne, stageOf, type EventDraft } from './stage.ts';
import { useSystem } from '../support/use-system.ts';

const stage = stageOf(useSystem());
const receiver = useReceiver({ per: 'test' });

/** The page's example, printed without its white space. */
const golden =
  '{"trigger":"case_state_changed","case_id":42,"case_user_readable_id":"KYC-0042","case_name":"Acme Corp",' +
  '"case_url":"https://your-tenant.atfinity.app/cases/42","case_version":7,"case_color":"green",' +
  '"outcome_instance_id":17,"process_key":"kyc_process","previous_state_key":"in_review",' +
  '"current_state_key":"approved","transition_key":"approve"}';

const {
  trigger: _trigger,
  previous_state_key,
  current_state_key,
  transition_key,
  ...common
} = JSON.parse(golden) as Record<string, unknown>;

const additional: Readonly<Record<string, object>> = {
  case_changed: { action: 'updated' },
  case_state_changed: { previous_state_key, current_state_key, transition_key },
  case_documents_updated: { document_keys: ['passport', 'contract'], action: 'generated' },
};

const triggers = [
  'case_created',
  'case_approved',
  'case_declined',
  'case_finished',
  'case_comment',
  'case_changed',
  'case_state_changed',
  'case_documents_updated',
  'case_proofs_updated',
];

function fired(type: string, overrides: object = {}): EventDraft {
  return { type, data: { ...common, ...additional[type], ...overrides } };
}

describe('atfinity', () => {
  it('F1 posts application/json; charset=UTF-8', async () => {
    const request = await receiveOne(stage, { event: fired('case_created') });
    expect(request.method).toBe('POST');
    expect(rawHeader(request, 'Content-Type')).toBe('application/json; charset=UTF-8');
  });

  it.each(triggers)('F2 names %s in X-atfinity-event as in the body', async (trigger) => {
    const request = await receiveOne(stage, { event: fired(trigger) });
    expect(rawHeader(request, 'X-atfinity-event')).toBe(trigger);
    expect(jsonOf(request)['trigger']).toBe(trigger);
  });

  it('F3 sends the configured version', async () => {
    const request = await receiveOne(stage, {
      event: fired('case_created'),
      settings: { atfinityVersion: '2024.11.3' },
    });
    expect(rawHeader(request, 'X-atfinity-version')).toBe('2024.11.3');
    const unconfigured = await receiveOne(stage, { event: fired('case_created') });
    expect(rawHeader(unconfigured, 'X-atfinity-version')).toMatch(/^\S+$/);
  });

  it('F4 has its own list of target URLs for each trigger', async () => {
    const tenant = await stage.createTenant();
    for (const trigger of triggers) {
      for (const copy of ['a', 'b'])
        await tenant.createWebhook({ url: `${receiver.url}/${trigger}/${copy}`, events: [trigger] });
    }
    await stage.publish(tenant, ...triggers.map((trigger) => fired(trigger)));
    await untilDelivered(tenant.api, 2 * triggers.length);
    expect(
      receiver.requests.map((request) => `${request.url} ${String(jsonOf(request)['trigger'])}`).sort(),
    ).toEqual(triggers.flatMap((trigger) => [`/${trigger}/a ${trigger}`, `/${trigger}/b ${trigger}`]).sort());
  });

  it('F5 has nine fields always, null where unknown', async () => {
    const { case_color: _color, outcome_instance_id: _outcome, process_key: _process, ...known } = common;
    const request = await receiveOne(stage, { event: { type: 'case_created', data: known } });
    expect(Object.entries(jsonOf(request))).toEqual(
      Object.entries({
        trigger: 'case_created',
        ...known,
        case_color: null,
        outcome_instance_id: null,
        process_key: null,
      }),
    );
  });

  it('F6 adds the fields of three triggers, null where unknown, and none to the others', async () => {
    const fieldsOf = async (type: string, data: object) =>
      Object.entries(jsonOf(await receiveOne(stage, { event: { type, data } }))).slice(9);
    const document_keys = ['passport'];
    expect(await fieldsOf('case_changed', { ...common, action: 'updated' })).toEqual([['action', 'updated']]);
    expect(await fieldsOf('case_documents_updated', { ...common, document_keys })).toEqual([
      ['document_keys', document_keys],
      ['action', null],
    ]);
    expect(await fieldsOf('case_state_changed', { ...common, current_state_key })).toEqual([
      ['previous_state_key', null],
      ['current_state_key', current_state_key],
      ['transition_key', null],
    ]);
    for (const trigger of triggers.filter((one) => additional[one] === undefined)) {
      expect(await fieldsOf(trigger, { ...common, action: 'updated', document_keys })).toEqual([]);
    }
  });

  it("F7 reproduces the page's example, keys in its order", async () => {
    const request = await receiveOne(stage, { event: fired('case_state_changed') });
    expect(request.body.toString()).toBe(golden);
  });

  it('F8 has no field beyond the documented ones, and webhook-id only as a header that can be off', async () => {
    const request = await receiveOne(stage, { event: fired('case_created', { internal: true }) });
    expect(Object.keys(jsonOf(request))).toEqual(['trigger', ...Object.keys(common)]);
    expect(request.headers['webhook-id']).toEqual(expect.any(String));
    const without = await receiveOne(stage, {
      event: fired('case_created'),
      webhook: { sendWebhookId: false },
    });
    expect(without.headers).not.toHaveProperty('webhook-id');
    expect(without.rawHeaders.filter((header) => /signature/i.test(header))).toEqual([]);
  });

  it('F9 takes process_key for the definition and case_id for the run', async () => {
    const tenant = await stage.createTenant();
    await tenant.createWebhook({ url: `${receiver.url}/process`, definitionId: 'kyc_process' });
    await tenant.createWebhook({ url: `${receiver.url}/case`, runtimeId: '42' });
    await tenant.createWebhook({ url: `${receiver.url}/other-process`, definitionId: 'kyb_process' });
    await tenant.createWebhook({ url: `${receiver.url}/other-case`, runtimeId: '43' });
    await stage.publish(tenant, fired('case_approved'));
    await untilDelivered(tenant.api, 2);
    expect(receiver.requests.map(({ url }) => url).sort()).toEqual(['/case', '/process']);
  });
});
