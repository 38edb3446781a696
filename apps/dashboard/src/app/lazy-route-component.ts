import { ApiError } from '@casewire/client';
import { lazyRouteComponent as lazyComponent } from '@tanstack/react-router';
import { sessionApi } from '../api/api.ts';
import { noteFailure } from '../api/condition.ts';

/** How long to wait before a script is asked for again, in milliseconds. */
const TRY_AGAIN_MS = 2_000;

/** A page whose script is loaded when it is first opened, as soon as there is a connection. */
export const lazyRouteComponent: typeof lazyComponent = (importer, exportName) =>
  lazyComponent(() => loadConnected(importer), exportName);

/**
 * The router answers a script that cannot be loaded by loading the document anew. That is right where a new release has
 * other scripts. Without a connection, it would take away all that is shown.
 */
async function loadConnected<Module>(importer: () => Promise<Module>): Promise<Module> {
  for (;;) {
    try {
      return await importer();
    } catch (cause) {
      if (await isConnected()) throw cause;
      await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
    }
  }
}

/** Whether there is an answer, whatever it says. */
async function isConnected(): Promise<boolean> {
  try {
    await sessionApi.GET('/v1/sessions/current');
    return true;
  } catch (error) {
    noteFailure(error, Date.now());
    return error instanceof ApiError && error.code !== 'no-answer';
  }
}
