import { MAX_ANSWER_CLASSES, OTHER_FAILURE } from '@casewire/events';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sampleAttempt, sampleContent } from '../specs/sample-invocation.ts';
import { AnswerClasses } from './answer-classes.ts';

const content = sampleContent();
const retry = { kind: 'retry', at: 1 } as const;

function answered(responseCode: number) {
  return sampleAttempt(content, { outcome: 'rejected', responseCode, next: retry });
}

describe('the classes of a webhook’s failures', () => {
  it('are its first answers, and `other`, whatever its receiver answers in whichever batches', () => {
    const batches = fc.array(fc.array(fc.integer({ min: 300, max: 599 }), { maxLength: 20 }), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(batches, (all) => {
        const stored = new Map<string, { webhookId: string; class: string }>();
        const seen: number[] = [];
        for (const batch of all) {
          const classes = new AnswerClasses(['w'], [...stored.values()]);
          for (const code of batch) {
            if (!seen.includes(code)) seen.push(code);
            const isFirst = seen.indexOf(code) < MAX_ANSWER_CLASSES;
            const own = classes.classOf('w', answered(code)) ?? '';
            expect(own).toBe(isFirst ? `http-${code}` : OTHER_FAILURE);
            if (own !== OTHER_FAILURE) stored.set(own, { webhookId: 'w', class: own });
          }
        }
        expect(stored.size).toBeLessThanOrEqual(MAX_ANSWER_CLASSES);
      }),
    );
  });

  it('are those of ends where an end says more than the attempt before it', () => {
    const classes = new AnswerClasses(['w'], []);
    const ending = (reason: 'gone' | 'retries-exhausted') =>
      sampleAttempt(content, { outcome: 'rejected', responseCode: 410, next: { kind: 'give-up', reason } });
    expect(classes.classOf('w', ending('gone'))).toBe('gone');
    expect(classes.classOf('w', ending('retries-exhausted'))).toBe('http-410');
    expect(classes.classOf('w', sampleAttempt(content))).toBeUndefined();
  });
});
