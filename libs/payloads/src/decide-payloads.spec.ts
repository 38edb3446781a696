import { describe, expect, it } from '@jest/globals';
import { dataUrlOf } from '@casewire/testing';
import fc from 'fast-check';
import { families } from '@casewire/families';
import type { MergeRule } from '@casewire/matching-rules';
import { explainWithheld } from './apply-filter.ts';
import { data, event, expensive, mappings, webhook } from './decide-payloads.fixture.ts';
import { decidePayloads, type ListeningWebhook } from './decide-payloads.ts';
import { EventContent } from './event-content.ts';

async function decide(part: Partial<ListeningWebhook>, content = new EventContent(event)) {
  const [decision] = await decidePayloads(content, [{ ...webhook, ...part }], 'additive', dataUrlOf);
  if (decision === undefined) throw new Error('nothing was decided');
  return decision.payload;
}

describe('the body', () => {
  it('is what the format makes of the event', async () => {
    expect(await decide({})).toMatchObject({ kind: 'rendered', contentType: 'application/json' });
    const standard = await decide({ format: 'standard' });
    expect(standard.kind === 'rendered' && standard.body.toString()).toContain(
      '{"type":"workflow.state.changed"',
    );
  });

  it('is what the transform makes of the context, and of nothing else', async () => {
    expect(await decide(mappings('{success_result: entity}'))).toEqual({
      kind: 'rendered',
      body: Buffer.from('{"success_result":{"id":"e","score":1.5}}'),
      contentType: 'application/json',
      headers: {},
    });
  });

  it('is what the last of several transforms makes of the results before it, in order', async () => {
    const result = await decide(mappings('entity', '{a: id}', '[a, a]'));
    expect(result.kind === 'rendered' && result.body.toString()).toBe('["e","e"]');
  });

  it('is that of all data where the family names no part of it', async () => {
    const own = { ...event, attributes: { ...event.attributes, type: 'own.type' } };
    const result = await decide(mappings('state'), new EventContent(own));
    expect(result.kind === 'rendered' && result.body.toString()).toBe('"calculate_risk"');
  });

  it('fails with the reason where it cannot be made', async () => {
    const reasons = await Promise.all(
      ['abs(entity)', expensive.replaceAll('data.context.', '')].map((text) => decide(mappings(text))),
    );
    expect(reasons).toEqual([
      { kind: 'failed', reason: expect.stringMatching(/^transform-failed: .*abs\(\)/) },
      { kind: 'failed', reason: 'transform-too-expensive' },
    ]);
    const broken = { ...event, data: Buffer.from('{"workflowCreatedAt":"never"}') };
    expect(await decide({}, new EventContent(broken))).toEqual({
      kind: 'failed',
      reason: 'unrenderable-body',
    });
  });
});

describe('the selected part of the data', () => {
  const payload = { omit: ['/context/entity/id', '/ballerineEntityId'] };
  const bodyOf = async (part: Partial<ListeningWebhook>) => {
    const result = await decide({ payload, ...part });
    if (result.kind !== 'rendered') throw new Error(JSON.stringify(result));
    return result.body.toString();
  };

  it('is all that formats, transforms and placeholders see', async () => {
    expect(JSON.parse(await bodyOf({}))).toMatchObject({
      eventName: 'workflow.state.changed',
      workflowRuntimeId: 'run-1',
      data: { entity: { score: 1.5 } },
    });
    for (const format of ['native', 'standard', 'cloudevents', 'cloudevents-binary'] as const) {
      expect(await bodyOf({ format })).not.toMatch(/entity-1|"id":"e"/);
    }
    expect(await bodyOf(mappings('entity'))).toBe('{"score":1.5}');
    expect(await decide({ payload, contextPlaceholders: ['entity.id'] })).toEqual({
      kind: 'failed',
      reason: 'unknown-placeholder: {entity.id}',
    });
  });

  it('is nothing that filters mind', async () => {
    expect(await bodyOf({ filter: "data.context.entity.id == 'e'" })).toContain('"score":1.5');
  });

  it('lets transforms read data that would be too large as a whole', async () => {
    const large = { ...event, data: Buffer.from(`{"context":{"image":"${'x'.repeat(2_000_000)}","a":1}}`) };
    const part = { payload: { omit: ['/context/image'] }, ...mappings('a') };
    expect(await decide(part, new EventContent(large))).toMatchObject({ body: Buffer.from('1') });
    expect(await decide(mappings('a'), new EventContent(large))).toMatchObject({ kind: 'failed' });
  });

  it('makes JSON of any part of any event of the catalogue, or says that it cannot', async () => {
    const types = families.flatMap(({ eventTypes }) => eventTypes);
    const parts = fc.constantFrom(...types).chain(({ type, example }) => {
      const pointers = Object.keys(example as object).map((name) => `/${name}`);
      return fc.record({
        type: fc.constant(type),
        example: fc.constant(example),
        omit: fc.subarray(pointers),
      });
    });
    const formats = fc.constantFrom('native' as const, 'standard', 'cloudevents', 'cloudevents-binary');
    await fc.assert(
      fc.asyncProperty(parts, formats, async ({ type, example, omit }, format) => {
        const content = new EventContent({
          ...event,
          attributes: { ...event.attributes, type },
          data: Buffer.from(JSON.stringify(example)),
        });
        const result = await decide({ payload: { omit }, format }, content);
        if (result.kind === 'rendered') JSON.parse(result.body.toString());
        else expect(result).toEqual({ kind: 'failed', reason: 'unrenderable-body' });
      }),
    );
  });

  it('fails where finding it costs too much', async () => {
    const large = { ...event, data: Buffer.from(`[${'0,'.repeat(200_000)}0]`) };
    const anywhere = Array.from({ length: 50 }, (_, index) => `/${index}/a`);
    expect(await decide({ payload: { omit: anywhere } }, new EventContent(large))).toEqual({
      kind: 'failed',
      reason: 'payload-too-expensive',
    });
  });
});

describe('the query of a GET', () => {
  const own = (json: string) =>
    new EventContent({
      ...event,
      attributes: { ...event.attributes, type: 'claim.paid' },
      data: Buffer.from(json),
    });
  const get = { method: 'GET', format: 'cloudevents-binary' } as const;

  it('says what the body would say', async () => {
    const result = await decide(get, own('{"n":1.50,"a":{"b":[1]},"c":"é"}'));
    expect(result).toMatchObject({ kind: 'rendered', contentType: 'application/x-www-form-urlencoded' });
    expect(result.kind === 'rendered' && result.body.toString()).toBe(
      'n=1.50&a=%7B%22b%22%3A%5B1%5D%7D&c=%C3%A9',
    );
  });

  it('fails where the body is too long for a query, or no object', async () => {
    expect(await decide(get, own(`{"a":"${'x'.repeat(17_000)}"}`))).toEqual({
      kind: 'failed',
      reason: 'body-too-large',
    });
    expect(await decide({ method: 'GET', ...mappings('[1]') })).toEqual({
      kind: 'failed',
      reason: 'unrenderable-body',
    });
  });
});

describe('placeholders', () => {
  it('stand for texts of the context, as they are spelt there', async () => {
    expect(await decide({ contextPlaceholders: ['entity.id', 'entity.score'] })).toMatchObject({
      placeholders: { 'entity.id': 'e', 'entity.score': '1.5' },
    });
    expect(await decide({})).not.toHaveProperty('placeholders');
  });

  it('stand for texts of all data where the family names no part of it', async () => {
    const content = new EventContent({
      ...event,
      attributes: { ...event.attributes, type: 'own.type' },
      data: Buffer.from('{"n": 1.50}'),
    });
    expect(await decide({ contextPlaceholders: ['n'] }, content)).toMatchObject({
      placeholders: { n: '1.50' },
    });
  });

  it('fail where the data is larger than what can be looked through in time', async () => {
    const large = { ...event, data: Buffer.from(JSON.stringify({ ...data, more: 'x'.repeat(1024 * 1024) })) };
    expect(await decide({ contextPlaceholders: ['entity.id'] }, new EventContent(large))).toEqual({
      kind: 'failed',
      reason: 'placeholders-too-expensive',
    });
  });

  it.each(['entity.missing', 'entity', 'workflowRuntimeId', 'constructor.name', 'expensive.length'])(
    'fail where there is none: %s',
    async (path) => {
      expect(await decide({ contextPlaceholders: [path] })).toEqual({
        kind: 'failed',
        reason: `unknown-placeholder: {${path}}`,
      });
    },
  );
});

describe('a filter', () => {
  it('passes exactly what it yields true for, over attributes and data', async () => {
    const filter =
      "type == 'workflow.state.changed' && subject == 'run-1' && data.context.entity.score > `1`";
    expect(await decide({ filter })).toMatchObject({ kind: 'rendered' });
  });

  it.each([
    ['data.context.entity.score > `2`', 'yields false, not true', undefined],
    ['data.context.entity.score', 'yields a number, not true', 'yields 1.5, not true'],
    ['data.missing', 'yields null, not true', undefined],
    ["'true'", 'yields a string, not true', 'yields "true", not true'],
    ['[type, `1`]', 'yields an array, not true', 'yields ["workflow.state.changed",1], not true'],
    ['{of: type}', 'yields an object, not true', 'yields {"of":"workflow.state.changed"}, not true'],
    ['abs(data)', 'fails (', undefined],
  ])('says why %s does not pass, and its value only to who sees the data', async (filter, kind, value) => {
    const withheld = await decide({ filter });
    if (withheld.kind !== 'withheld') throw new Error('it passes');
    const others = explainWithheld(withheld, false);
    expect(others).toContain(`filtered out, because its filter ${kind}`);
    expect(others.endsWith(`: ${filter}`)).toBe(true);
    const whole = value === undefined ? others : `filtered out, because its filter ${value}: ${filter}`;
    expect(explainWithheld(withheld, true)).toBe(whole);
  });

  it('is shown up to 300 characters, and so is its value', async () => {
    const withheld = await decide({ filter: `'${'x'.repeat(400)}'` });
    if (withheld.kind !== 'withheld') throw new Error('it passes');
    const [shown, cut] = [`'${'x'.repeat(299)}…`, `"${'x'.repeat(299)}…`];
    expect(explainWithheld(withheld, true)).toBe(
      `filtered out, because its filter yields ${cut}, not true: ${shown}`,
    );
  });

  it('that costs too much fails the invocation, where its owner sees it', async () => {
    const tooLarge = {
      ...event,
      data: Buffer.from(JSON.stringify({ ...data, more: 'x'.repeat(1024 * 1024) })),
    };
    const failed = { kind: 'failed', reason: 'filter-too-expensive' };
    expect(await decide({ filter: `length(${expensive}) > \`0\`` })).toEqual(failed);
    expect(await decide({ filter: '`true`' }, new EventContent(tooLarge))).toEqual(failed);
  });
});

describe('a webhook that listens to states', () => {
  const stateNames = ['calculate_risk'];

  it('gets the event that enters one, by what the run was in before', async () => {
    expect(await decide({ stateNames })).toMatchObject({ kind: 'rendered' });
    expect(await decide({ stateNames }, new EventContent(event, 'collection_flow'))).toMatchObject({
      kind: 'rendered',
    });
    expect(await decide({ stateNames }, new EventContent(event, 'calculate_risk'))).toEqual({
      kind: 'withheld',
      why: 'the run was in calculate_risk already',
    });
  });

  it('believes the event rather than what is known of the run', async () => {
    const told = { ...event, data: Buffer.from(JSON.stringify({ ...data, previousState: 'draft' })) };
    expect(await decide({ stateNames }, new EventContent(told, 'calculate_risk'))).toMatchObject({
      kind: 'rendered',
    });
  });
});

describe('webhooks of several levels', () => {
  const customer = { ...webhook, webhookId: 'customer' };
  const specific = { ...webhook, webhookId: 'specific', level: 'definition' as const };

  async function getting(merge: MergeRule, ...webhooks: ListeningWebhook[]): Promise<string[]> {
    const decisions = await decidePayloads(new EventContent(event), webhooks, merge, dataUrlOf);
    return decisions.flatMap(({ webhook: { webhookId }, payload }) =>
      payload.kind === 'withheld' ? [] : [webhookId],
    );
  }

  it('add up, or the more specific one takes the event', async () => {
    expect(await getting('additive', customer, specific)).toEqual(['customer', 'specific']);
    expect(await getting('override-per-event', customer, specific)).toEqual(['specific']);
  });

  it.each<[string, Partial<ListeningWebhook>]>([
    ['whose filter the event does not pass', { filter: '`false`' }],
    ['whose states the run does not enter', { stateNames: ['approved'] }],
  ])('give the event to the customer level where the more specific one is one %s', async (_which, part) => {
    expect(await getting('override-per-event', customer, { ...specific, ...part })).toEqual(['customer']);
  });

  it('give the event to the customer level beside one that listens to states, which overrides nothing', async () => {
    const ofStates = { ...specific, stateNames: ['calculate_risk'] };
    expect(await getting('override-per-event', customer, ofStates)).toEqual(['customer', 'specific']);
  });

  it('say which event is taken, and still fail where a filter costs too much', async () => {
    const costly = { ...customer, webhookId: 'costly', filter: `length(${expensive}) > \`0\`` };
    const decisions = await decidePayloads(
      new EventContent(event),
      [specific, customer, costly],
      'override-per-event',
      dataUrlOf,
    );
    expect(decisions.map(({ payload }) => payload)).toEqual([
      { kind: 'failed', reason: 'filter-too-expensive' },
      { kind: 'withheld', why: 'a webhook of a more specific level gets workflow.state.changed instead' },
      expect.objectContaining({ kind: 'rendered' }),
    ]);
  });
});
