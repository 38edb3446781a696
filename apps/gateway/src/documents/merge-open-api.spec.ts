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
    expect(paths).toEqual({ '/v1/events': { post: {} }, '/v1/invocations/{id}': { get: {} } });
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
    expect(merged.paths['/v1/events']).toEqual({ get: { $ref: '#/components/schemas/ingestion.Item' } });
  });

  it('says whose document is missing', () => {
    expect(mergeOpenApi([], ['history'])).toMatchObject({ 'x-casewire-missing': ['history'], paths: {} });
    expect(mergeOpenApi([], [])).not.toHaveProperty('x-casewire-missing');
  });
});
