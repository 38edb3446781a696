import { membersNamed } from '@casewire/events';
import type { KafkaRecord } from '@casewire/kafka';
import { toHolder, type Holder } from '@casewire/shares';
import type { Binding } from '../admission/attributes.ts';
import { isStructured } from '../admission/envelope.ts';

/**
 * Whose event a record carries, before it is read: tenants take turns at being read. Undefined if the record does not say;
 * then it is rejected when it is its turn.
 */
export function eventHolder(
  { headers, value }: Pick<KafkaRecord, 'headers' | 'value'>,
  binding: Binding,
): Holder | undefined {
  const attributeOf = isStructured(headers['content-type'])
    ? (name: string) => structuredAttribute(value, name)
    : (name: string) => headers[`ce_${name}`];
  return toHolder(
    binding.tenantId ?? attributeOf('tenantid'),
    binding.environment ?? attributeOf('environment'),
  );
}

/** Passes over the other members, which costs a fifth of parsing them. */
function structuredAttribute(json: Buffer | null, name: string): string | undefined {
  try {
    const text = json === null ? undefined : membersNamed(json, [name]).get(name);
    const value: unknown = text && JSON.parse(text.toString());
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
