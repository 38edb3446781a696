import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { dataUrlOf } from '@casewire/testing';
import { decidePayloads } from './decide-payloads.ts';
import { EventContent } from './event-content.ts';
import type { Transform } from './transform.ts';

interface PrintedWebhook {
  readonly stateNames: readonly string[];
  readonly filter: string;
  readonly request: { readonly transform: readonly Transform[] };
}

const page = readFileSync(join(import.meta.dirname, '../../../docs/filters-and-transforms.md'), 'utf8');

function printed(): unknown[] {
  return [...page.matchAll(/```json\n(.*?)```/gs)].map(([, text = '']) => JSON.parse(text) as unknown);
}

describe('docs/filters-and-transforms.md', () => {
  it('prints what its webhook gets of its event', async () => {
    const [webhook, event, body] = printed() as [PrintedWebhook, { type: string; data: object }, object];
    const content = new EventContent({
      uid: '019ac000-0000-7000-8000-000000000001',
      acceptedAt: 1_763_683_200_000,
      attributes: {
        id: 'e-1',
        source: '/workflows',
        type: event.type,
        time: '2024-10-24T11:42:25Z',
        tenantid: 'acme',
        environment: 'sandbox',
      },
      data: Buffer.from(JSON.stringify(event.data)),
    });
    const listening = {
      webhookId: 'w',
      level: 'customer',
      format: 'native',
      method: 'POST',
      options: {},
      settings: {},
      payload: null,
      contextPlaceholders: [],
      stateNames: webhook.stateNames,
      filter: webhook.filter,
      transform: webhook.request.transform,
    } as const;
    const [decision] = await decidePayloads(content, [listening], 'additive', dataUrlOf);
    const payload = decision?.payload;
    expect(payload?.kind === 'rendered' && JSON.parse(payload.body.toString())).toEqual(body);
  });
});
