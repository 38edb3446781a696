import { describe, expect, it } from '@jest/globals';
import { parseCommand } from './command.ts';

describe('parseCommand', () => {
  it.each([
    [[], { kind: 'up' }],
    [['up'], { kind: 'up' }],
    [['down'], { kind: 'down', count: 1 }],
    [['down', '3'], { kind: 'down', count: 3 }],
  ])('reads %j', (args, command) => {
    expect(parseCommand(args)).toEqual(command);
  });

  it.each([[['sideways']], [['down', 'all']], [['down', '0']], [['up', '2']], [['down', '1', '1']]])(
    'refuses %j instead of guessing',
    (args) => {
      expect(parseCommand(args)).toEqual({ kind: 'unknown' });
    },
  );
});
