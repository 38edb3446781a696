import { type Context } from '../context.ts';
import { requireRunning } from '../data-folder/addresses.ts';
import { requireDemoState } from '../data-folder/demo-tenant.ts';
import { Failure } from '../failure.ts';
import { createGatewayClient } from '../gateway/gateway-client.ts';
import { followReceiver } from '../start/start-receiver.ts';
import { demonstrate } from './demonstrate.ts';

/** Shows the demonstration again, on the running system. */
export async function demo(context: Context): Promise<void> {
  const { url, brokers, receiverUrl } = await requireRunning(context);
  if (receiverUrl === undefined)
    throw new Failure('the receiver does not run: restart with "npm start", without --no-demo');
  const state = await requireDemoState(context.paths.demo);
  const following = new AbortController();
  try {
    const log = await followReceiver(context, following.signal);
    await demonstrate(context, {
      state,
      client: createGatewayClient(url, state.key),
      brokers,
      receiver: { url: receiverUrl, log },
    });
  } finally {
    following.abort();
  }
}
