import type { Identity } from '@casewire/identity';
import type { Request } from 'express';
import type { Authenticator } from './authenticator.ts';
import type { CountGuesses } from './count-guesses.ts';

/** @throws Problem too-many-requests; any error of the authenticator */
export type AuthenticateRequest = (request: Request) => Promise<Identity>;

/** Authenticates requests, and counts wrong keys by address. Sessions that have ended are no wrong keys. */
export function requestAuthentication(
  authenticator: Authenticator,
  countGuesses: CountGuesses,
): AuthenticateRequest {
  return (request) => countGuesses(request.ip, (isSuspect) => authenticator.authenticate(request, isSuspect));
}
