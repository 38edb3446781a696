import { randomUUID } from 'node:crypto';
import { eventTypeNamed, familyOfType } from '@casewire/families';
import type { HostileEvent } from '@casewire/testing/generators';

const usualType = 'workflow.completed';
const { levels } = familyOfType(usualType);
const example = eventTypeNamed(usualType)?.example as object;

/** A structured event of about 1 KB, about a run of its own. The sink reads from it when it was made. */
export function eventOf({ tenantid, type = usualType, data, padding }: HostileEvent): string {
  return JSON.stringify({
    specversion: '1.0',
    id: randomUUID(),
    source: '/bench',
    type,
    time: new Date().toISOString(),
    tenantid,
    environment: 'sandbox',
    data: data ?? {
      ...example,
      ...(levels.runtime !== undefined && { [levels.runtime]: randomUUID() }),
      context: {
        sentAt: Date.now(),
        documents: [{ id: randomUUID(), category: 'business_document', note: padding ?? 'x'.repeat(480) }],
      },
    },
  });
}
