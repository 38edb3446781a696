import { familyOfType, hasLevel } from '@casewire/families';
import type { FieldError } from '@casewire/rest';
import type { Webhook } from '@casewire/subscription-store';

type LeveledWebhook = Pick<Webhook, 'events' | 'definitionId' | 'runtimeId'>;

/** What is wrong with the level of a webhook that would never get an event, because none that it lists has that level. */
export function levelProblems({ events, definitionId, runtimeId }: LeveledWebhook): FieldError[] {
  return [
    ...(definitionId === null ? [] : problemsOf('definitionId', 'definition', events)),
    ...(runtimeId === null ? [] : problemsOf('runtimeId', 'runtime', events)),
  ];
}

/** A prefix may stand for types that tenants register, which can have any level. */
function problemsOf(path: string, level: 'definition' | 'runtime', events: readonly string[]): FieldError[] {
  if (events.some((pattern) => pattern.endsWith('*') || hasLevel(familyOfType(pattern), level))) return [];
  const names = [...new Set(events.map((type) => familyOfType(type).name))].join(', ');
  return [{ path, message: `is not for the events listed: those of ${names} have no ${level} level` }];
}
