import { describe, expect, it } from '@jest/globals';
import { answerCheck, type Exchange } from './answer-check.ts';

const named = (member: object) => ({
  type: 'object',
  properties: { id: { type: 'string', format: 'uuid' }, next: { $ref: '#/components/schemas/Next' } },
  required: ['id'],
  additionalProperties: false,
  ...member,
});

const json = (schema: object) => ({ content: { 'application/json': { schema } } });

const check = answerCheck({
  paths: {
    '/v1/things/{id}': { get: { responses: { 200: json(named({})), 204: {} } } },
    '/v1/things/current': { get: { responses: { 200: json({ const: 'current' }) } } },
  },
  webhooks: {},
  components: { schemas: { Next: { type: 'string', enum: ['a'] } } },
});

const id = '01a1fc0e-cb7f-7aee-998b-fd37dc6a0728';

const answer = (body: unknown, changed: Partial<Exchange> = {}) =>
  check({
    method: 'GET',
    path: `/v1/things/${id}`,
    status: 200,
    contentType: 'application/json; charset=utf-8',
    text: body === undefined ? '' : JSON.stringify(body),
    ...changed,
  });

describe('an answer', () => {
  it('as it is described is right', () => {
    expect(answer({ id, next: 'a' })).toBeUndefined();
    expect(answer(undefined, { status: 204, contentType: undefined })).toBeUndefined();
  });

  it.each([
    [{ id, extra: 1 }, {}, 'additionalProperty'],
    [{ id: 'x' }, {}, '/id must match format'],
    [{ id, next: 'b' }, {}, '/next must be equal to one of the allowed values'],
    [{}, {}, "must have required property 'id'"],
    [{ id }, { status: 201 }, 'GET /v1/things/{id}, 201: the status is not described'],
    [{ id }, { contentType: 'text/plain' }, 'the type "text/plain" is not described'],
    [{ id }, { status: 204 }, 'no body is described'],
    [{ id }, { text: '{' }, 'the body is not JSON'],
  ])('that says %j with %j is wrong: %s', (body, changed, fault) => {
    expect(answer(body, changed)).toContain(fault);
  });

  it('of a path that another one would match too is held against its own description', () => {
    expect(answer('current', { path: '/v1/things/current' })).toBeUndefined();
    expect(answer({ id }, { path: '/v1/things/current' })).toContain('must be equal to constant');
  });

  it('to a request that is not described is nobody’s business', () => {
    expect(answer({}, { path: '/healthz' })).toBeUndefined();
    expect(answer({}, { method: 'POST' })).toBeUndefined();
  });
});
