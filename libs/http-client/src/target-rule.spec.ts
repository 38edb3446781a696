import { describe, expect, it } from '@jest/globals';
import { CidrError, targetRule } from './target-rule.ts';

describe('targetRule', () => {
  it.each(['8.8.8.8', '2606:4700::1111', '::ffff:8.8.8.8'])('allows %s', (address) => {
    expect(targetRule().allows(address)).toBe(true);
  });

  it.each([
    '127.0.0.1',
    '0.0.0.0',
    '10.1.2.3',
    '169.254.169.254',
    '100.64.0.1',
    '192.0.0.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::127.0.0.1',
    '::ffff:a9fe:a9fe',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b:1::1',
    '2002:7f00:1::',
    '2001::1',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'fd00::1',
    '4000::1',
    'ff02::1',
    'localhost',
    '',
  ])('refuses %s', (address) => {
    expect(targetRule().allows(address)).toBe(false);
  });

  it('allows what lies in a listed network, however it is spelled', () => {
    const rule = targetRule(['127.0.0.0/8', '::1/128']);
    for (const address of ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1']) {
      expect(rule.allows(address)).toBe(true);
    }
    expect(rule.allows('10.0.0.1')).toBe(false);
  });

  it('refuses a network that it cannot read', () => {
    expect(() => targetRule(['127.0.0.1'])).toThrow(CidrError);
  });
});
