import { membersNamed } from '@casewire/events';
import type { KafkaRecord } from '@casewire/kafka';
import { toHolder, type Holder } from '@casewire/shares';
import type { Binding } from '../admission/attributes.ts';
import { isStructured } from '../admission/envelope.ts';

type UnreadRecord = Pick<KafkaRecord, 'header' | 'value'>;

/** What a record says of its holder, unchecked. */
interface NamedHolder {
  readonly tenantId?: string | undefined;
  readonly environment?: string | undefined;
}

/**
 * Whose event a record carries, before it is read: tenants take turns at being read. Undefined if the record does not say;
 * then it is rejected when it is its turn.
 */
export function eventHolder(record: UnreadRecord, { tenantId, environment }: Binding): Holder | undefined {
  if (tenantId !== undefined && environment !== undefined) return { tenantId, environment };
  const named = namedHolder(record);
  return toHolder(tenantId ?? named.tenantId, environment ?? named.environment);
}

function namedHolder(record: UnreadRecord): NamedHolder {
  return isStructured(record.header('content-type'))
    ? holderInEnvelope(record.value ?? Buffer.alloc(0))
    : { tenantId: record.header('ce_tenantid'), environment: record.header('ce_environment') };
}

/** Passes over the other members, which costs a fifth of parsing them. */
function holderInEnvelope(json: Buffer): NamedHolder {
  try {
    const members = membersNamed(json, ['tenantid', 'environment']);
    return { tenantId: textOf(members.get('tenantid')), environment: textOf(members.get('environment')) };
  } catch {
    return {};
  }
}

function textOf(json: Buffer | undefined): string | undefined {
  const value: unknown = json && JSON.parse(json.toString());
  return typeof value === 'string' ? value : undefined;
}
