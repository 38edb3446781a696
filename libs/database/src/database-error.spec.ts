import { describe, expect, it } from '@jest/globals';
import { DatabaseError } from 'pg';
import { isTransientDatabaseError, isUniqueViolation, sqlState } from './database-error.ts';

function refusal(code: string, constraint?: string): Error {
  const error = new DatabaseError('refused', 7, 'error');
  error.code = code;
  error.constraint = constraint;
  return error;
}

describe('isTransientDatabaseError', () => {
  it.each([
    ['administrator shutdown', refusal('57P01')],
    ['server starting up', refusal('57P03')],
    ['statement timeout', refusal('57014')],
    ['lock timeout', refusal('55P03')],
    ['deadlock', refusal('40P01')],
    ['serialization failure', refusal('40001')],
    ['too many connections', refusal('53300')],
    ['standby that is being promoted', refusal('25006')],
    ['connection refused', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })],
    ['connection broke', new Error('Connection terminated unexpectedly')],
    ['no connection in time', new Error('timeout exceeded when trying to connect')],
    ['silent server', new Error('Query read timeout')],
    [
      'refused on every address',
      new AggregateError([Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })]),
    ],
    ['wrapped by another error', new Error('save failed', { cause: refusal('57P01') })],
    ['wrapped by TypeORM', Object.assign(new Error('query failed'), { driverError: refusal('40P01') })],
  ])('is true for: %s', (_name, error) => {
    expect(isTransientDatabaseError(error)).toBe(true);
  });

  it.each([
    ['unique violation', refusal('23505')],
    ['NUL in a text', refusal('22021')],
    ['no such table', refusal('42P01')],
    ['wrong password', refusal('28P01')],
    ['database dropped', refusal('57P04')],
    ['a bug', new TypeError('x is undefined')],
    ['no error at all', 'ECONNREFUSED'],
  ])('is false for: %s', (_name, error) => {
    expect(isTransientDatabaseError(error)).toBe(false);
  });
});

describe('isUniqueViolation', () => {
  it('looks at the constraint where one is named', () => {
    const violation = refusal('23505', 'tenants_pkey');
    expect(isUniqueViolation(violation)).toBe(true);
    expect(isUniqueViolation(violation, 'tenants_pkey')).toBe(true);
    expect(isUniqueViolation(violation, 'webhooks_pkey')).toBe(false);
    expect(isUniqueViolation(refusal('23503'))).toBe(false);
  });
});

describe('sqlState', () => {
  it('is not a code of the operating system', () => {
    expect(sqlState(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }))).toBeUndefined();
    expect(sqlState(refusal('23505'))).toBe('23505');
  });
});
