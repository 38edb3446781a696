import { describe, expect, it } from '@jest/globals';
import { Problem, problemCodeOfStatus } from './problem.ts';

describe('Problem', () => {
  it('is a document of RFC 9457 with a stable code', () => {
    const problem = new Problem('cursor-expired', { detail: 'gone', extra: { oldest: 'i-7' } });
    expect(problem.toDocument()).toEqual({
      type: 'urn:casewire:problem:cursor-expired',
      title: 'What the cursor points at is no longer kept',
      status: 404,
      code: 'cursor-expired',
      detail: 'gone',
      oldest: 'i-7',
    });
  });

  it('does not show its cause', () => {
    const problem = new Problem('internal', { cause: new Error('password is hunter2') });
    expect(JSON.stringify(problem.toDocument())).not.toContain('hunter2');
  });

  it('has a code for every status that a framework may raise', () => {
    for (let status = 400; status < 600; status += 1) {
      expect(new Problem(problemCodeOfStatus(status)).status).toBeGreaterThanOrEqual(400);
    }
    expect(problemCodeOfStatus(413)).toBe('payload-too-large');
    expect(problemCodeOfStatus(418)).toBe('invalid-parameter');
    expect(problemCodeOfStatus(505)).toBe('internal');
  });
});
