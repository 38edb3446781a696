import { scopes, type Environment, type NewApiKey, type NewPortalLink, type Scope } from '../api/types.ts';

/** The fields of the form for a key. What was not given is empty or undefined. */
export interface KeyValues {
  environment: Environment;
  name: string;
  scopes: Scope[];
  /** RFC 3339 in UTC. */
  expiresAt: string | undefined;
}

export const emptyKey: KeyValues = {
  environment: 'sandbox',
  name: '',
  scopes: [...scopes],
  expiresAt: undefined,
};

export function toNewKey({ environment, name, scopes: given, expiresAt }: KeyValues): NewApiKey {
  return {
    environment,
    scopes: given,
    ...(name.trim() !== '' && { name: name.trim() }),
    ...(expiresAt !== undefined && { expiresAt }),
  };
}

/** The fields of the form for a portal link. */
export interface LinkValues {
  environments: Environment[];
  scopes: Scope[];
  readOnly: boolean;
  landing: string;
  minutes: number | '';
}

export const emptyLink: LinkValues = {
  environments: ['sandbox', 'production'],
  scopes: [...scopes],
  readOnly: false,
  landing: '',
  minutes: 60,
};

export function toNewLink({ minutes, landing, ...rights }: LinkValues): NewPortalLink {
  return {
    ...rights,
    ...(landing.trim() !== '' && { landing: landing.trim() }),
    ...(minutes !== '' && { expiresInSeconds: minutes * 60 }),
  };
}

/** The field that a path of the API belongs to. */
export function fieldOf(path: string): string {
  const [member = ''] = path.split('.');
  return member === 'expiresInSeconds' ? 'minutes' : member;
}
