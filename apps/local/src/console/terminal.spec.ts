import { describe, expect, it } from '@jest/globals';
import { createPaint, Terminal } from './terminal.ts';

function outputOf(isTTY: boolean) {
  const texts: string[] = [];
  return { isTTY, texts, write: (text: string) => texts.push(text) };
}

describe('Terminal', () => {
  it('writes plain lines into a file: no colours, no control characters', () => {
    const output = outputOf(false);
    const terminal = new Terminal(output);
    const step = terminal.step('Kafka');
    step.update('31 MB');
    terminal.line(terminal.paint('red', 'another line'));
    step.done('ready');
    expect(output.texts.join('')).toMatch(/^another line\nKafka: ready \(\d+\.\d s\)\n$/);
  });

  it('keeps what is under way below the lines on a terminal', () => {
    const output = outputOf(true);
    const terminal = new Terminal(output);
    const step = terminal.step('Kafka');
    step.update('31 MB');
    terminal.line('above');
    const written = output.texts.join('');
    expect(written).toContain('above\n');
    expect(written.slice(written.indexOf('above'))).toContain('Kafka 31 MB');
    step.drop();
  });

  it('says nothing of a step that was dropped', () => {
    const output = outputOf(false);
    new Terminal(output).step('Kafka').drop();
    expect(output.texts).toEqual([]);
  });
});

describe('createPaint', () => {
  it('colours only where it may', () => {
    expect(createPaint(true)('green', 'ready')).toBe('\x1b[32mready\x1b[0m');
    expect(createPaint(false)('green', 'ready')).toBe('ready');
  });
});
