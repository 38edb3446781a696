import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it, jest } from '@jest/globals';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { IdentityGuard, identityOf, readIdentities } from './identity-guard.ts';
import { createIdentitySigner, IDENTITY_HEADER } from './identity-signer.ts';
import type { Identity } from './identity.ts';

const signer = createIdentitySigner('k'.repeat(32));
const identity: Identity = { scopes: ['read'], operator: true, actor: 'operator' };

class Controller {
  readonly handle = (): undefined => undefined;
}

const clocksButDate = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
] as const;

/** A request with these headers, and the context in which its handler would be called. */
function requestWith(headers: Readonly<Record<string, string>>) {
  const request = new IncomingMessage(new Socket());
  Object.assign(request.headers, headers);
  const context = new ExecutionContextHost([request], Controller, new Controller().handle);
  return { request, context };
}

function arrive(request: IncomingMessage): void {
  readIdentities(signer)(request, undefined, () => undefined);
}

describe('the identity of a request', () => {
  it('is verified when the request arrives, however long its body takes', () => {
    const { request, context } = requestWith({ [IDENTITY_HEADER]: signer.sign(identity) });
    arrive(request);
    jest.useFakeTimers({ doNotFake: [...clocksButDate], now: Date.now() + 3_600_000 });
    try {
      expect(new IdentityGuard().canActivate(context)).toBe(true);
      expect(identityOf(request)).toEqual(identity);
    } finally {
      jest.useRealTimers();
    }
  });

  it('lets nobody in who arrives without one, or with one that cannot be believed', () => {
    for (const headers of [{}, { [IDENTITY_HEADER]: 'x.y.z' }]) {
      const { request, context } = requestWith(headers);
      arrive(request);
      expect(() => new IdentityGuard().canActivate(context)).toThrow(
        expect.objectContaining({ code: 'unauthorized' }),
      );
    }
  });
});
