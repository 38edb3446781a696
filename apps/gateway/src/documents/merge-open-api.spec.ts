import { families } from '@casewire/families';
import { describe, expect, it } from '@jest/globals';
import { mergeOpenApi } from './merge-open-api.ts';

const reference = { $ref: '#/components/schemas/Item' };

describe('mergeOpenApi', () => {
  it('takes from each service the paths that are passed on to it', () => {
    const { paths } = mergeOpenApi(
      [
        {
          service: 'ingestion',
          document: { paths: { '/v1/events': { post: {} }, '/internal': { get: {} } } },
        },
        {
          service: 'history',
          document: { paths: { '/v1/invocations/{id}': { get: {} }, '/v1/events': { get: {} } } },
        },
      ],
      [],
    );
    expect(paths).toEqual({
      '/v1/events': { post: { tags: ['Events'] } },
      '/v1/invocations/{id}': { get: { tags: ['Invocations'] } },
    });
  });

  it('keeps schemas of one name apart, and the problem that all share once', () => {
    const document = (type: string, path: string) => ({
      paths: { [path]: { get: reference } },
      components: { schemas: { Item: { type }, Problem: { type: 'object' } } },
    });
    const merged = mergeOpenApi(
      [
        { service: 'ingestion', document: document('string', '/v1/events') },
        { service: 'history', document: document('number', '/v1/invocations') },
      ],
      [],
    );
    expect(merged.components?.schemas).toEqual({
      'ingestion.Item': { type: 'string' },
      'history.Item': { type: 'number' },
      Problem: { type: 'object' },
    });
    expect(merged.paths['/v1/events']).toMatchObject({
      get: { $ref: '#/components/schemas/ingestion.Item' },
    });
  });

  it('says whose document is missing', () => {
    expect(mergeOpenApi([], ['history'])).toMatchObject({
      'x-casewire-missing': ['history'],
      info: { description: expect.stringContaining('not listed: history.') as unknown },
      paths: {},
    });
    expect(mergeOpenApi([], [])).not.toHaveProperty('x-casewire-missing');
  });

  it('groups operations by their paths, the known groups first and in their order', () => {
    const paths = { '/v1/webhooks/{id}': { get: {} }, '/v1/signing-secret': { get: {} }, '/v1/tenants': {} };
    const { tags = [] } = mergeOpenApi([{ service: 'subscriptions', document: { paths } }], []);
    expect(tags.map(({ name }) => name)).toEqual(['Webhooks', 'Secrets', 'Tenants', 'Deliveries']);
  });

  it('has an entry for each event type of each family: the request that a receiver gets', () => {
    const { webhooks = {} } = mergeOpenApi([], []);
    const types = families.flatMap(({ name, eventTypes }) =>
      eventTypes.map(({ type }) => `${name}: ${type}`),
    );
    expect(Object.keys(webhooks)).toEqual(types);
    expect(webhooks['ballerine: workflow.completed']).toMatchObject({
      post: {
        parameters: [
          { name: 'webhook-id', required: true },
          { name: 'x-hmac-signature', required: true },
          { name: 'x-hmac-signature-next', required: false },
          { name: 'webhook-attempt', required: false },
        ],
        requestBody: { content: { 'application/json': { example: { eventName: 'workflow.completed' } } } },
        responses: { '2XX': {}, 410: {} },
      },
    });
  });
});
