import { describe, expect, it } from '@jest/globals';
import type { AcceptedEvent } from '@casewire/events';
import { eventTypeNamed, families, webhookFormats } from '@casewire/families';
import { EventContent, renderUnfiltered, type RenderedWebhook } from '@casewire/payloads';
import { dataUrlOf } from '@casewire/testing';
import { textFor } from '@casewire/testing/generators';
import fc from 'fast-check';
import { optionsFor } from './any-options.fixture.ts';
import { maskBody } from './mask-body.ts';
import { maskData } from './mask-data.ts';

const NUMBER = 'X4729931';

const plain: RenderedWebhook = {
  webhookId: '019ac000-0000-7000-8000-00000000000a',
  format: 'native',
  options: {},
  method: 'POST',
  payload: null,
  contextPlaceholders: [],
  settings: {},
  transform: null,
};

/** The value with the number at a pointer; a `*` is each part that is there, and `0` where there is none. */
function planted(value: unknown, [name, ...inside]: readonly string[]): unknown {
  if (name === undefined) return `${NUMBER} of somebody`;
  const parts = typeof value === 'object' && value !== null ? value : {};
  const names = name === '*' ? [...Object.keys(parts), '0'] : [name];
  const all = names.map((each) => [each, planted((parts as Record<string, unknown>)[each], inside)] as const);
  return Array.isArray(parts) ? all.map(([, part]) => part) : { ...parts, ...Object.fromEntries(all) };
}

function eventOf(type: string, data: Buffer): AcceptedEvent {
  return {
    uid: '019ac000-0000-7000-8000-000000000001',
    acceptedAt: 1_763_683_200_000,
    attributes: {
      ...{ id: 'e-1', source: '/s', type, time: '2024-10-24T11:42:25Z' },
      ...{ tenantid: 'acme', environment: 'sandbox' },
    },
    data,
  };
}

async function rendered(event: AcceptedEvent, webhook: RenderedWebhook): Promise<Buffer> {
  const id = '019ac000-0000-7000-8000-0000000000bb';
  const payload = await renderUnfiltered(new EventContent(event), webhook, id, dataUrlOf);
  if (payload.kind === 'failed') throw new Error(payload.reason);
  return payload.body;
}

const types = families.flatMap((family) =>
  family.eventTypes.map((type) => [type.type, { ...type, family }] as const),
);
const sensitiveOf = ({ attributes }: AcceptedEvent) => eventTypeNamed(attributes.type)?.sensitive;
const transform = [{ transformer: 'jmespath' as const, mapping: '{moved: @}' }];
const ways: Readonly<Record<string, Partial<RenderedWebhook>>> = {
  ...Object.fromEntries(webhookFormats.map((format) => [format, { format }])),
  transformed: { transform },
  'transformed into an envelope': {
    format: 'standard',
    transform: [{ transformer: 'jmespath', mapping: '{type: `1`, data: `{}`, more: @}' }],
  },
  selected: { format: 'standard', payload: { omit: ['/created_at'] } },
  'with child workflows': { options: { ballerine: { withChildWorkflows: true } } },
};

describe.each(types)('a body of %s', (eventType, { sensitive, example, schema, family }) => {
  const data = sensitive.reduce((made, pointer) => planted(made, pointer.split('/').slice(1)), example);

  it.each(Object.entries(ways))(
    'shows nothing of what its type names, sent in the way %s',
    async (_way, settings) => {
      const webhook = { ...plain, ...settings };
      const body = await rendered(eventOf(eventType, Buffer.from(JSON.stringify(data))), webhook);
      const { bytes } = maskBody(body, { eventType, sensitive, webhook });
      expect(bytes?.toString() ?? '').not.toContain(NUMBER);
    },
  );

  it('shows the same whatever the values are that its type names, and the rest, of any event with any options', async () => {
    const property = fc.asyncProperty(
      textFor(schema),
      optionsFor(family),
      fc.constantFrom(...webhookFormats),
      async (text, options, format) => {
        const webhook = { ...plain, format, options: { [family.name]: options } };
        const shownOf = async (of: Buffer) => {
          const body = await rendered(eventOf(eventType, of), webhook);
          return maskBody(body, { eventType, sensitive, webhook });
        };
        const shown = await shownOf(Buffer.from(text));
        const { bytes: otherData } = maskData(Buffer.from(text), sensitive);
        expect(shown).toEqual(await shownOf(otherData ?? Buffer.alloc(0)));
        expect(shown.hidden).not.toBe('whole');
      },
    );
    await fc.assert(property, { numRuns: 25 });
  });
});

describe('maskBody', () => {
  const eventType = 'DOCVER';
  const sensitive = ['/checks/*/data'];
  const checks = { passport: { status: 'verified', data: { number: NUMBER } } };
  const event = eventOf(eventType, Buffer.from(JSON.stringify({ id: 'v', applicant_id: 'a', checks })));

  it('shows the rest where a format has the data as upstream wrote it', async () => {
    for (const format of ['native', 'standard', 'cloudevents', 'cloudevents-binary'] as const) {
      const webhook = { ...plain, format };
      const body = await rendered(event, webhook);
      const { bytes, hidden } = maskBody(body, { eventType, sensitive, webhook });
      const shown = body.toString().replace(`{"number":"${NUMBER}"}`, '"[hidden]"');
      expect([bytes?.toString(), hidden]).toEqual([shown, 'parts']);
    }
  });

  it("shows the rest where a family's own format has moved members", async () => {
    const run = eventOf(
      'workflow.completed',
      Buffer.from(
        '{"workflowCreatedAt":"2024-10-24T11:38:12.000Z","workflowDefinitionId":"kyb","workflowRuntimeId":"r",' +
          `"ballerineEntityId":"e","assignee":{"id":"a","email":"${NUMBER}"},"workflowFinalState":"approved",` +
          `"context":{"score": 1.50,"documents":[{"no":"${NUMBER}"}]},"childWorkflowsRuntimeData":["${NUMBER}"]}`,
      ),
    );
    const webhook = { ...plain, options: { ballerine: { withChildWorkflows: true } } };
    const origin = { eventType: run.attributes.type, sensitive: sensitiveOf(run), webhook };
    const { bytes, hidden } = maskBody(await rendered(run, webhook), origin);
    expect([bytes?.toString(), hidden]).toEqual([
      '{"id":"019ac000-0000-7000-8000-0000000000bb","eventName":"workflow.completed","apiVersion":1,' +
        '"timestamp":"2024-10-24T11:42:25.000Z","assignee":{"id":"a","email":"[hidden]"},' +
        '"workflowCreatedAt":"2024-10-24T11:38:12.000Z","workflowDefinitionId":"kyb","workflowRuntimeId":"r",' +
        '"ballerineEntityId":"e","environment":"sandbox","workflowFinalState":"approved",' +
        '"data":{"score": "[hidden]","documents":"[hidden]","childWorkflowsRuntimeData":"[hidden]"}}',
      'parts',
    ]);
  });

  interface Doubt {
    readonly webhook?: RenderedWebhook;
    readonly pointers?: readonly string[];
  }

  it.each<[string, Doubt]>([
    ['the settings may have been others when it was rendered', {}],
    ['a transform made it', { webhook: { ...plain, transform } }],
    ['it is the query of a GET', { webhook: { ...plain, method: 'GET' } }],
    [
      'its webhook may have moved the elements that pointers count',
      { webhook: { ...plain, payload: { omit: ['/x/0'] } }, pointers: ['/x/1/no'] },
    ],
  ])('hides all of it where %s', async (_why, { webhook, pointers = sensitive }) => {
    const body = await rendered(event, webhook ?? plain);
    expect(maskBody(body, { eventType, sensitive: pointers, webhook })).toEqual({
      bytes: null,
      hidden: 'whole',
    });
  });

  it('hides nothing of a type in which nothing is sensitive, nor of a thin body', async () => {
    const thin = { ...plain, format: 'thin' } as const;
    for (const [webhook, pointers] of [
      [{ ...plain, transform }, []],
      [thin, sensitive],
    ] as const) {
      const body = await rendered(event, webhook);
      expect(maskBody(body, { eventType, sensitive: pointers, webhook })).toEqual({ bytes: body });
    }
  });
});
