import { isTransientDatabaseError } from '@casewire/database';
import { Problem, sendProblem, toProblem } from '@casewire/rest';
import type { RequestHandler } from 'express';
import type { AuthenticateRequest } from './authenticate/authenticate-request.ts';

/** Lets in requests with the operator's key, to what the gateway itself answers. */
export function operatorOnly(authenticate: AuthenticateRequest): RequestHandler {
  return (request, response, next) => {
    authenticate(request)
      .then(({ operator }) => {
        if (!operator) throw new Problem('forbidden', { detail: "this is for the operator's key" });
        next();
      })
      .catch((error: unknown) => {
        sendProblem(response, toProblem(error, isTransientDatabaseError));
      });
  };
}
