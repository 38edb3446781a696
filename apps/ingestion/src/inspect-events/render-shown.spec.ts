import type { AcceptedEvent } from '@casewire/events';
import { EventContent, type RenderedWebhook } from '@casewire/payloads';
import { dataUrlOf } from '@casewire/testing';
import { describe, expect, it } from '@jest/globals';
import { renderNothing, renderShown } from './render-shown.ts';

const mebibyte = 1024 * 1024;
const event: AcceptedEvent = {
  uid: '019ac000-0000-7000-8000-000000000001',
  acceptedAt: 1_763_683_200_000,
  attributes: {
    id: 'e-1',
    source: '/claims',
    type: 'claim.paid',
    time: '2024-10-24T11:42:25Z',
    tenantid: 'acme',
    environment: 'sandbox',
  },
  data: Buffer.from(JSON.stringify('x'.repeat(mebibyte - 2))),
};
const webhook: RenderedWebhook = {
  webhookId: '019ac000-0000-7000-8000-00000000000a',
  format: 'cloudevents-binary',
  options: {},
  settings: {},
  method: 'POST',
  payload: null,
  contextPlaceholders: [],
  transform: null,
};

describe('an explanation of a hundred webhooks', () => {
  it('shows 4 MiB of their bodies, and leaves out the others without rendering them', () => {
    const render = renderShown(dataUrlOf);
    const rendered: string[] = [];
    const explain = () => {
      const content = new EventContent(event);
      const counted = new Proxy(content, {
        get: (target, name) => {
          if (name === 'event') rendered.push(name);
          return Reflect.get(target, name, target) as unknown;
        },
      });
      return render(counted, webhook, 'invocation-1').kind;
    };
    expect(Array.from({ length: 100 }, explain)).toEqual([
      ...Array<string>(4).fill('rendered'),
      ...Array<string>(96).fill('unshown'),
    ]);
    expect(rendered).toHaveLength(5);
    expect(render(new EventContent(event), webhook, 'invocation-1')).toMatchObject({
      why: expect.stringContaining('left out'),
    });
  });

  it('shows no body of an event that was accepted before', () => {
    expect(renderNothing(new EventContent(event), webhook, 'invocation-1')).toEqual({
      kind: 'unshown',
      why: 'it matches',
    });
  });
});
