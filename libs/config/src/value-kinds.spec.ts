import { describe, expect, it } from '@jest/globals';
import {
  bytes,
  fileContent,
  flag,
  hostAndPort,
  list,
  oneOf,
  origin,
  url,
  wholeNumber,
} from './value-kinds.ts';

describe('kinds of values', () => {
  it.each([
    [wholeNumber({ min: 0, max: 10 }), '10', 10],
    [wholeNumber({ min: -5, max: 10 }), '-5', -5],
    [bytes({ min: 1, max: 1e9 }), '4194304', 4_194_304],
    [bytes({ min: 1, max: 1e9 }), '4MiB', 4_194_304],
    [oneOf('undici', 'got'), 'got', 'got'],
    [flag, 'false', false],
    [url('http', 'https'), 'http://host:3001/', 'http://host:3001'],
    [origin, 'https://portal.example:8443', 'https://portal.example:8443'],
    [origin, 'http://localhost:8080', 'http://localhost:8080'],
    [hostAndPort, 'kafka-1.local:9092', 'kafka-1.local:9092'],
    [list(hostAndPort), ' a:1 , b:2', ['a:1', 'b:2']],
  ])('%# reads what it accepts', (kind, value, parsed) => {
    expect(kind.parse(value)).toEqual(parsed);
  });

  it.each([
    [wholeNumber({ min: 0, max: 10 }), '11'],
    [wholeNumber({ min: 0, max: 10 }), '1.5'],
    [wholeNumber({ min: 0, max: 10 }), '1e1'],
    [wholeNumber({ min: 0, max: 10 }), ' 1'],
    [bytes({ min: 1, max: 1e9 }), '4 MB'],
    [bytes({ min: 1, max: 1e9 }), '2GiB'],
    [oneOf('undici', 'got'), 'axios'],
    [flag, 'yes'],
    [url('http', 'https'), 'ftp://host'],
    [url('http', 'https'), 'host:3001'],
    [origin, 'http://portal.example'],
    [origin, 'https://portal.example/'],
    [origin, 'https://portal.example:443'],
    [origin, 'https://Portal.example'],
    [origin, 'https://*.example'],
    [origin, "https://a.example; script-src 'unsafe-inline'"],
    [origin, '*'],
    [origin, 'null'],
    [hostAndPort, 'http://kafka:9092'],
    [hostAndPort, 'kafka'],
    [hostAndPort, 'kafka:0'],
    [hostAndPort, 'kafka:65536'],
    [list(hostAndPort), 'a:1,,b:2'],
    [fileContent, '/nonexistent/ca.pem'],
  ])('%# refuses %s', (kind, value) => {
    expect(() => kind.parse(value)).toThrow(/^(is|cannot|entry)/);
  });
});
