import { z } from 'zod';
import type { FieldError } from './problem.ts';

/** The most errors that an answer names. A body can have any number of them. */
export const MAX_ERRORS = 50;

/** The message about a member that an object does not accept. */
export const UNKNOWN_FIELD = 'is not a known field';

/** Translates the issues of a schema. An error never shows the value of its field, which can be a secret. */
export function fieldErrors(issues: readonly z.core.$ZodIssue[]): FieldError[] {
  return issues.slice(0, MAX_ERRORS).flatMap(toFieldErrors);
}

function toFieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const path = issue.path.map(String);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => error([...path, key], UNKNOWN_FIELD, knownFields(issue)));
    case 'invalid_type':
      return [error(path, describeMismatch(issue), withArticle(issue.expected))];
    case 'invalid_value':
      return [error(path, issue.message, issue.values.map((value) => JSON.stringify(value)).join(', '))];
    case 'too_small':
      return [error(path, issue.message, bound(['at least', 'more than'], issue.minimum, issue))];
    case 'too_big':
      return [error(path, issue.message, bound(['at most', 'less than'], issue.maximum, issue))];
    case 'invalid_format':
      return [error(path, issue.message, acceptedFormat(issue))];
    case 'not_multiple_of':
      return [error(path, issue.message, `a multiple of ${issue.divisor}`)];
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return [error(path, issue.message, customAccepted(issue))];
  }
}

function acceptedFormat({ format, pattern }: z.core.$ZodIssueInvalidStringFormat): string | undefined {
  if (format === 'uuid') return 'a UUID';
  return pattern === undefined ? format : undefined;
}

function error(path: readonly string[], message: string, accepted?: string): FieldError {
  return { path: path.join('.'), message, ...(accepted !== undefined && { accepted }) };
}

function describeMismatch(issue: z.core.$ZodIssueInvalidType): string {
  return issue.message.includes('received undefined') ? 'is missing' : issue.message;
}

function withArticle(type: string): string {
  return `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`;
}

/** An error map for a parse: where an object refuses an unknown field, the message lists the fields that it accepts. */
export const namingKnownFields: z.core.$ZodErrorMap = (issue) =>
  issue.code === 'unrecognized_keys' && issue.inst instanceof z.ZodObject
    ? Object.keys(issue.inst.shape).join(', ')
    : undefined;

/** The fields that an object accepts, where `namingKnownFields` listed them. */
function knownFields({ message }: z.core.$ZodIssueUnrecognizedKeys): string | undefined {
  return message.startsWith('Unrecognized key') ? undefined : message;
}

function bound(
  [inclusive, exclusive]: readonly [inclusive: string, exclusive: string],
  limit: number | bigint,
  issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig,
): string {
  const side = issue.inclusive === false ? exclusive : inclusive;
  const units: Partial<Record<string, string>> = { string: 'character', array: 'item' };
  const unit = units[issue.origin];
  if (unit === undefined) return `${side} ${limit}`;
  return `${side} ${limit} ${unit}${Number(limit) === 1 ? '' : 's'}`;
}

/** Rules that are written by hand have `accepted` among their `params`. */
function customAccepted(issue: z.core.$ZodIssue): string | undefined {
  if (issue.code !== 'custom') return undefined;
  const accepted: unknown = issue.params?.['accepted'];
  return typeof accepted === 'string' ? accepted : undefined;
}
