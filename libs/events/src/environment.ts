/** Where an event happened and a webhook listens; the two never mix. */
export const environments = ['sandbox', 'production'] as const;

export type Environment = (typeof environments)[number];

export function isEnvironment(value: unknown): value is Environment {
  return value === 'sandbox' || value === 'production';
}
