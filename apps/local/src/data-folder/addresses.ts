import { z } from 'zod';
import { type Context } from '../context.ts';
import { Failure } from '../failure.ts';
import { join } from 'node:path';
import { readPrivateFile, writePrivateFile } from './private-file.ts';
import { findHolder } from './run-lock.ts';

const addressesSchema = z.object({
  /** The gateway. */
  url: z.string(),
  brokers: z.string(),
  /** The demonstration's receiver; absent where the start left it out. */
  receiverUrl: z.string().optional(),
});

/** The addresses of a running system. The start writes them, so that other commands find its ports. */
export type RunningAddresses = z.infer<typeof addressesSchema>;

function addressFile({ paths }: Context): string {
  return join(paths.runDir, 'addresses.json');
}

export function writeAddresses(context: Context, addresses: RunningAddresses): Promise<void> {
  return writePrivateFile(addressFile(context), addresses);
}

/** @throws Failure when nothing runs on this data folder, or its start has not finished */
export async function requireRunning(context: Context): Promise<RunningAddresses> {
  const holder = await findHolder(context.paths.runLock);
  const addresses = await readPrivateFile(addressFile(context), addressesSchema);
  if (holder === undefined || addresses === undefined) {
    throw new Failure(
      'Casewire does not run here: start it with "npm start" in another terminal, and wait until it is ready',
    );
  }
  return addresses;
}
