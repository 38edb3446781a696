import { describe, expect, it } from '@jest/globals';
import { errorAnswer } from './error-answer.ts';
import { Problem } from './problem.ts';

const invalid = new Problem('validation-failed', {
  errors: [
    { path: 'config.subscriptions.0.url', message: 'is not a URL' },
    { path: 'workflowId', message: 'is missing', accepted: 'a string' },
  ],
});

describe('errorAnswer', () => {
  it.each(['/api/v1/external/workflows/run', '/api/v1/external/workflows?x', '/api/v1/external/workflows'])(
    "is Ballerine's for %s",
    (target) => {
      expect(errorAnswer(invalid, target)).toEqual({
        status: 400,
        contentType: 'application/json',
        document: {
          message: 'Validation error',
          statusCode: 400,
          errors: [
            { message: 'is not a URL', path: 'config.subscriptions.0.url' },
            { message: 'is missing; accepted is a string', path: 'workflowId' },
          ],
        },
      });
    },
  );

  it('keeps status and words of any other problem, and its code to itself', () => {
    const problem = new Problem('too-many-requests', { detail: 'slower', extra: { scope: 'x' } });
    expect(errorAnswer(problem, '/api/v1/external/workflows/run')).toMatchObject({
      status: 429,
      document: { message: 'slower', statusCode: 429 },
    });
    const reused = new Problem('idempotency-key-reused');
    expect(errorAnswer(reused, '/api/v1/external/workflows/run').document).toEqual({
      message: 'The Idempotency-Key was used for a different request',
      statusCode: 422,
    });
  });

  it.each(['/v1/webhooks', '/api/v1/external/workflowsandmore', '/api/v3/organization/webhooks'])(
    'is a problem document for %s',
    (target) => {
      expect(errorAnswer(invalid, target)).toEqual({
        status: 422,
        contentType: 'application/problem+json',
        document: invalid.toDocument(),
      });
    },
  );
});
