import { cpuMs } from '@casewire/testing/cpu';
import { expect, it } from '@jest/globals';
import { redactionOf } from './redaction.ts';

it('redaction costs little, whatever the answer and the secrets are', () => {
  const hostile = ['a'.repeat(4096), `${'a'.repeat(4095)}b`, `b${'a'.repeat(4095)}`, '%25'.repeat(1000)];
  const answers = [
    'a'.repeat(8192),
    '%25'.repeat(2730),
    '&amp;'.repeat(1638),
    '\\u0061'.repeat(1365),
    '&'.repeat(8192),
    '%2525'.repeat(1638),
  ];
  const { redactCut } = redactionOf(hostile);
  redactCut(answers.join('').slice(0, 8192));
  for (const answer of answers) expect(cpuMs(() => redactCut(answer))).toBeLessThan(50);
});
