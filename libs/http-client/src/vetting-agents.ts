import { Agent as HttpAgent, type AgentOptions, type ClientRequestArgs } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Duplex } from 'node:stream';
import { defaultKeepAliveMs, defaultMaxConnectionsPerOrigin, type ClientOptions } from './client-options.ts';
import { vetLiteralAddress, vettedLookup } from './vetted-lookup.ts';

type OnConnection = (error: Error | null, stream: Duplex) => void;

/**
 * node:http agents whose every connection goes to a vetted address. The look-up alone is not enough: sockets do not
 * look up hosts that are addresses already.
 */
export function vettingAgents(options: ClientOptions): { http: HttpAgent; https: HttpsAgent } {
  const agentOptions: AgentOptions & { lookup: LookupFunction } = {
    keepAlive: true,
    timeout: options.keepAliveMs ?? defaultKeepAliveMs,
    maxSockets: options.maxConnectionsPerOrigin ?? defaultMaxConnectionsPerOrigin,
    lookup: vettedLookup(options.target, options.resolveName),
  };

  class VettingHttpAgent extends HttpAgent {
    override createConnection(request: ClientRequestArgs, onConnection?: OnConnection) {
      const blocked = vetLiteralAddress(options.target, request.host ?? '');
      if (blocked !== undefined) throw blocked;
      return super.createConnection(request, onConnection);
    }
  }

  class VettingHttpsAgent extends HttpsAgent {
    override createConnection(request: ClientRequestArgs, onConnection?: OnConnection) {
      const blocked = vetLiteralAddress(options.target, request.host ?? '');
      if (blocked !== undefined) throw blocked;
      return super.createConnection(request, onConnection);
    }
  }

  return { http: new VettingHttpAgent(agentOptions), https: new VettingHttpsAgent(agentOptions) };
}
