import { environments, isEnvironment, type EventAttributes, type TenantScope } from '@casewire/events';
import { isTimestamp } from '@casewire/families';
import { parseTraceparent } from '@casewire/observability';
import { MAX_ATTRIBUTES, MAX_VALUE_BYTES } from '../limits.ts';
import { printable, RejectedError } from './rejection.ts';

type Attributes = Readonly<Record<string, string>>;

const CONTROL_CHARACTER = /\p{Cc}/u;
const ATTRIBUTE_NAME = /^[a-z0-9]+$/;

/** The tenant and environment that a topic or an API key is bound to. An event that names others is rejected. */
export type Binding = Partial<TenantScope>;

/** Values for attributes that an event leaves out, known from its topic or API key and from the time of its arrival. */
export interface AttributeDefaults extends Binding {
  /** When the event arrived, milliseconds since the epoch. */
  readonly receivedAt: number;
}

/**
 * Checks the attributes of an event (CloudEvents 1.0.2, section 3, within Casewire's limits) and fills in defaults.
 * @throws RejectedError naming the first attribute that is missing or wrong
 */
export function readAttributes(
  given: ReadonlyMap<string, string>,
  defaults: AttributeDefaults,
): EventAttributes {
  const specversion = given.get('specversion');
  if (specversion === undefined) throw missing('specversion');
  if (specversion !== '1.0') throw invalid('specversion', `must be 1.0, is ${printable(specversion)}`);
  if (given.size > MAX_ATTRIBUTES) {
    throw invalid('', `${given.size} attributes, at most ${MAX_ATTRIBUTES} are accepted`);
  }
  const attributes: Record<string, string> = {};
  for (const [name, value] of given) {
    if (name === 'specversion' || name === 'datacontenttype' || isUnusableTrace(name, value)) continue;
    checkAttribute(name, value);
    attributes[name] = value;
  }
  const environment = bound(attributes, 'environment', defaults.environment);
  if (!isEnvironment(environment)) throw invalid('environment', `must be one of ${environments.join(', ')}`);
  return {
    ...attributes,
    id: required(attributes, 'id'),
    source: required(attributes, 'source'),
    type: required(attributes, 'type'),
    time: readTime(attributes['time'], defaults.receivedAt),
    tenantid: bound(attributes, 'tenantid', defaults.tenantId),
    environment,
  };
}

/**
 * Checks one attribute against the limits.
 * @throws RejectedError `invalid-attribute`
 */
export function checkAttribute(name: string, value: string): void {
  if (!ATTRIBUTE_NAME.test(name) || name === 'data') {
    throw invalid(printable(name), 'attribute names are lower-case letters and digits, and `data` is none');
  }
  if (!isShort(value)) throw invalid(name, `longer than ${MAX_VALUE_BYTES} bytes`);
  if (!isSoundValue(value)) throw invalid(name, 'must not hold control characters or broken surrogate pairs');
}

/** Attributes of the CloudEvents extension for distributed tracing. Tracing never keeps an event from being accepted. */
export function isTraceAttribute(name: string): boolean {
  return name === 'traceparent' || name === 'tracestate';
}

/** A `traceparent` (W3C Trace Context, section 3.2) if it is one, else undefined. */
export function usableTraceparent(text: string | undefined): string | undefined {
  return parseTraceparent(text) === undefined ? undefined : text;
}

function isUnusableTrace(name: string, value: string): boolean {
  if (!isTraceAttribute(name)) return false;
  return name === 'traceparent' ? usableTraceparent(value) === undefined : !isSoundValue(value);
}

/** Whether a value can be stored and printed: no control characters, no halves of surrogate pairs, not too long. */
export function isSoundValue(value: string): boolean {
  return isShort(value) && !CONTROL_CHARACTER.test(value) && value.isWellFormed();
}

function isShort(value: string): boolean {
  return Buffer.byteLength(value) <= MAX_VALUE_BYTES;
}

function required(attributes: Attributes, name: string): string {
  const value = attributes[name];
  if (value === undefined) throw missing(name);
  if (value === '') throw invalid(name, 'must not be empty');
  return value;
}

/**
 * The value of an attribute to which the topic or API key may be bound. The event may repeat the bound value, or leave
 * it out.
 */
function bound(attributes: Attributes, name: string, binding: string | undefined): string {
  if (binding === undefined) return required(attributes, name);
  const value = attributes[name];
  if (value !== undefined && value !== binding) throw invalid(name, `must be ${binding} here, or left out`);
  return binding;
}

function readTime(time: string | undefined, receivedAt: number): string {
  if (time === undefined) return new Date(receivedAt).toISOString();
  if (isTimestamp(time)) return time;
  throw invalid(
    'time',
    'must be an RFC 3339 timestamp such as 2024-10-24T11:42:25Z, of a day that exists and in UTC of the years 0000 to 9999',
  );
}

function invalid(name: string, message: string): RejectedError {
  return new RejectedError('invalid-attribute', name, message);
}

function missing(name: string): RejectedError {
  return new RejectedError('missing-attribute', name, 'is required');
}
