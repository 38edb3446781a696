import { describe, expect, it } from '@jest/globals';
import type { AcceptedEvent } from '@casewire/events';
import { families, webhookFormats } from '@casewire/families';
import { EventContent, renderUnfiltered, type RenderedWebhook } from '@casewire/payloads';
import { dataUrlOf } from '@casewire/testing';
import { maskBody } from './mask-body.ts';

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

function eventOf(type: string, data: unknown): AcceptedEvent {
  return {
    uid: '019ac000-0000-7000-8000-000000000001',
    acceptedAt: 1_763_683_200_000,
    attributes: {
      ...{ id: 'e-1', source: '/s', type, time: '2024-10-24T11:42:25Z' },
      ...{ tenantid: 'acme', environment: 'sandbox' },
    },
    data: Buffer.from(JSON.stringify(data)),
  };
}

async function rendered(event: AcceptedEvent, webhook: RenderedWebhook): Promise<Buffer> {
  const id = '019ac000-0000-7000-8000-0000000000bb';
  const payload = await renderUnfiltered(new EventContent(event), webhook, id, dataUrlOf);
  if (payload.kind === 'failed') throw new Error(payload.reason);
  return payload.body;
}

const types = families.flatMap((family) => family.eventTypes.map((type) => [type.type, type] as const));
const transform = [{ transformer: 'jmespath' as const, mapping: '{moved: @}' }];
const ways: Readonly<Record<string, Partial<RenderedWebhook>>> = {
  ...Object.fromEntries(webhookFormats.map((format) => [format, { format }])),
  transformed: { transform },
  'transformed into an envelope': {
    format: 'standard',
    transform: [{ transformer: 'jmespath', mapping: '{type: `1`, data: `{}`, more: @}' }],
  },
  selected: { format: 'standard', payload: { omit: ['/created_at'] } },
};

describe.each(types)('a body of %s', (eventType, { sensitive, example }) => {
  const data = sensitive.reduce((made, pointer) => planted(made, pointer.split('/').slice(1)), example);

  it.each(Object.entries(ways))(
    'shows nothing of what its type names, sent in the way %s',
    async (_way, settings) => {
      const webhook = { ...plain, ...settings };
      const body = await rendered(eventOf(eventType, data), webhook);
      const { bytes } = maskBody(body, { eventType, sensitive, webhook });
      expect(bytes?.toString() ?? '').not.toContain(NUMBER);
    },
  );
});

describe('maskBody', () => {
  const eventType = 'DOCVER';
  const sensitive = ['/checks/*/data'];
  const event = eventOf(eventType, {
    ...{ id: 'v', applicant_id: 'a' },
    checks: { passport: { status: 'verified', data: { number: NUMBER } } },
  });

  it('shows the rest where a format has the data as upstream wrote it', async () => {
    for (const format of ['native', 'standard', 'cloudevents', 'cloudevents-binary'] as const) {
      const webhook = { ...plain, format };
      const body = await rendered(event, webhook);
      const { bytes, hidden } = maskBody(body, { eventType, sensitive, webhook });
      const shown = body.toString().replace(`{"number":"${NUMBER}"}`, '"[hidden]"');
      expect([bytes?.toString(), hidden]).toEqual([shown, 'parts']);
    }
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
