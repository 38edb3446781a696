import { describe, expect, it } from '@jest/globals';
import { renderServerProperties } from './properties.ts';

describe('renderServerProperties', () => {
  const lines = renderServerProperties({ port: 29092, controllerPort: 40001, logDir: '/data/topics' }).split(
    '\n',
  );

  it('listens on loopback only', () => {
    expect(lines).toContain('listeners=BROKER://127.0.0.1:29092,CONTROLLER://127.0.0.1:40001');
    expect(lines).toContain('advertised.listeners=BROKER://127.0.0.1:29092');
  });

  it('does not make topics by itself: a typing error in a name must not look like an empty topic', () => {
    expect(lines).toContain('auto.create.topics.enable=false');
  });
});
