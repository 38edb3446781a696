import { describe, expect, it } from '@jest/globals';
import type { AcceptedEvent } from '@casewire/events';
import { families, webhookFormats } from '@casewire/families';
import { EventContent, renderPayload, type RenderedWebhook } from '@casewire/payloads';
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

function rendered(event: AcceptedEvent, webhook: RenderedWebhook): Buffer {
  const content = new EventContent(event);
  const payload = renderPayload(
    content,
    webhook,
    '019ac000-0000-7000-8000-0000000000bb',
    () => 'https://casewire.example/v1/data/x',
  );
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
  it.each(Object.entries(ways))(
    'shows nothing of what its type names, sent in the way %s',
    (_way, settings) => {
      const data = sensitive.reduce((made, pointer) => planted(made, pointer.split('/').slice(1)), example);
      const webhook = { ...plain, ...settings };
      const { bytes } = maskBody(rendered(eventOf(eventType, data), webhook), {
        eventType,
        sensitive,
        webhook,
      });
      expect(bytes?.toString() ?? '').not.toContain(NUMBER);
    },
  );
});

describe('maskBody', () => {
  const eventType = 'DOCVER';
  const data = {
    id: 'v',
    applicant_id: 'a',
    checks: { passport: { status: 'verified', data: { number: NUMBER } } },
  };
  const sensitive = ['/checks/*/data'];
  const mask = (webhook: RenderedWebhook | undefined, pointers: readonly string[] | undefined = sensitive) =>
    maskBody(rendered(eventOf(eventType, data), webhook ?? plain), {
      eventType,
      sensitive: pointers,
      webhook,
    });

  it('shows the rest where a format has the data as upstream wrote it', () => {
    for (const format of ['native', 'standard', 'cloudevents', 'cloudevents-binary'] as const) {
      const { bytes, hidden } = mask({ ...plain, format });
      const body = rendered(eventOf(eventType, data), { ...plain, format }).toString();
      expect([bytes?.toString(), hidden]).toEqual([
        body.replace(`{"number":"${NUMBER}"}`, '"[hidden]"'),
        'parts',
      ]);
    }
  });

  it.each<[string, RenderedWebhook | undefined, (readonly string[])?]>([
    ['the settings may have been others when it was rendered', undefined],
    ['a transform made it', { ...plain, transform }],
    ['it is the query of a GET', { ...plain, method: 'GET' }],
    [
      'its webhook may have moved the elements that pointers count',
      { ...plain, payload: { omit: ['/x/0'] } },
      ['/x/1/no'],
    ],
  ])('hides all of it where %s', (_why, webhook, pointers) => {
    expect(mask(webhook, pointers)).toEqual({ bytes: null, hidden: 'whole' });
  });

  it('hides nothing of a type in which nothing is sensitive, nor of a thin body', () => {
    expect(mask({ ...plain, transform }, []).hidden).toBeUndefined();
    expect(mask({ ...plain, format: 'thin' }).hidden).toBeUndefined();
  });
});
