import { describe, expect, it } from '@jest/globals';
import { withRefusals, type DescribedOperation } from './documented-problems.ts';

const refusalsOf = (path: string, operation: DescribedOperation) => {
  const { responses = {} } = withRefusals(path, operation);
  return Object.fromEntries(
    Object.entries(responses).map(([status, { description = '' }]) => [
      status,
      [...description.matchAll(/`([a-z-]+)`/g)].map(([, code]) => code),
    ]),
  );
};

describe('withRefusals', () => {
  it('names what every operation is refused for, by status', () => {
    expect(refusalsOf('/v1/egress', { responses: {} })).toEqual({
      400: ['invalid-parameter'],
      401: ['unauthorized', 'session-ended'],
      403: ['forbidden'],
      429: ['too-many-requests'],
      500: ['internal'],
      503: ['overloaded', 'unavailable'],
    });
  });

  it('adds what parameters, body, scope and handler tell', () => {
    const operation = {
      parameters: [
        { name: 'id', in: 'path' },
        { name: 'after', in: 'query' },
        { name: 'If-Match', in: 'header' },
        { name: 'Idempotency-Key', in: 'header' },
      ],
      security: [{ bearer: ['write'] }],
      requestBody: {},
      'x-casewire-codes': ['limit-reached'] as const,
    };
    expect(refusalsOf('/v1/webhooks/{id}', operation)).toMatchObject({
      400: ['invalid-parameter', 'malformed-path', 'malformed-body'],
      403: ['forbidden', 'missing-scope', 'tenant-required'],
      404: ['not-found', 'cursor-unknown'],
      409: ['idempotency-key-in-progress', 'limit-reached'],
      412: ['precondition-failed'],
      422: ['idempotency-key-reused', 'validation-failed'],
    });
    expect(withRefusals('/v1/webhooks/{id}', operation)).not.toHaveProperty('x-casewire-codes');
  });

  it('keeps the words and the headers of an operation', () => {
    const headers = { 'Retry-After': {} };
    const { responses } = withRefusals('/v1/events', {
      responses: { 429: { description: 'Too fast.', headers } },
    });
    expect(responses?.['429']).toMatchObject({
      description: 'Too fast. `too-many-requests`: Too many requests.',
      headers,
      content: { 'application/problem+json': {} },
    });
  });

  it('describes errors on the paths of Ballerine as its clients know them', () => {
    const { responses } = withRefusals('/api/v1/external/workflows/run', { requestBody: {} });
    expect(responses).not.toHaveProperty('422');
    expect(responses?.['400']).toMatchObject({
      content: { 'application/json': { schema: { $ref: '#/components/schemas/BallerineError' } } },
    });
  });
});
