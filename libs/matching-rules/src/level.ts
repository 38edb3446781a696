/** How much a webhook covers, from the least to the most specific. */
export const levels = ['customer', 'definition', 'runtime'] as const;

export type Level = (typeof levels)[number];

/** A workflow definition and a run. An absent id stands for all of them. */
export interface LevelIds {
  readonly definitionId?: string | null | undefined;
  readonly runtimeId?: string | null | undefined;
}

/** A run is more specific than its definition, so a webhook that names both is at the runtime level. */
export function levelOf({ definitionId, runtimeId }: LevelIds): Level {
  if (runtimeId != null) return 'runtime';
  return definitionId == null ? 'customer' : 'definition';
}

/** The level of a webhook with its id, as one text, so that one index finds webhooks of every level. */
export function scopeKeyOf(ids: LevelIds): string {
  switch (levelOf(ids)) {
    case 'customer':
      return 'c';
    case 'definition':
      return definitionScope(ids.definitionId ?? '');
    case 'runtime':
      return runtimeScope(ids.runtimeId ?? '');
  }
}

/** The scope keys of all webhooks that cover an event of this definition and run. */
export function scopeKeysCovering({ definitionId, runtimeId }: LevelIds): string[] {
  const keys = ['c'];
  if (definitionId != null) keys.push(definitionScope(definitionId));
  if (runtimeId != null) keys.push(runtimeScope(runtimeId));
  return keys;
}

function definitionScope(definitionId: string): string {
  return `d:${definitionId}`;
}

function runtimeScope(runtimeId: string): string {
  return `r:${runtimeId}`;
}
