import type { AcceptedEvent, TenantScope } from '@casewire/events';
import { familyOfType, readLevels } from '@casewire/families';
import { newId } from '../new-id.ts';

const SOURCE = '/casewire/tests';

/** An event of a type, as if upstream had sent the type's example now. */
export function exampleEvent(
  { tenantId, environment }: TenantScope,
  { type, example }: { readonly type: string; readonly example: unknown },
  now: Date,
): AcceptedEvent {
  const data = Buffer.from(JSON.stringify(example));
  const { definition, runtime, subject } = readLevels(familyOfType(type), data);
  const uid = newId(now);
  return {
    uid,
    acceptedAt: now.getTime(),
    attributes: {
      id: uid,
      source: SOURCE,
      type,
      time: now.toISOString(),
      tenantid: tenantId,
      environment,
      ...(definition !== undefined && { workflowdefinitionid: definition }),
      ...(runtime !== undefined && { workflowruntimeid: runtime }),
      ...(subject !== undefined && { subject }),
    },
    data,
  };
}
