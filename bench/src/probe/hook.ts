/**
 * Loaded into each service by `--import`, as it is: Node strips the types. Counts the requests of the process, and profiles
 * it when told to. At SIGUSR2 it reads `command.json` in the folder that `CASEWIRE_PROBE_DIR` names, and answers in a file
 * named after the process.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { Session, type Profiler } from 'node:inspector';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { noRequests, readSocket, type Requests, type SocketReader } from './wire.ts';

export interface ProbeCommand {
  /** The answer bears it too. */
  readonly number: number;
  /** Whether to profile from now until the next command. */
  readonly profile: boolean;
}

export interface ProbeAnswer {
  readonly number: number;
  /** Since the process started. */
  readonly requests: Requests;
  /** Since the last command, if that one asked for it. */
  readonly profile?: Profiler.Profile;
}

const folder = process.env['CASEWIRE_PROBE_DIR'];
if (folder !== undefined) {
  const requests = countRequests();
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  let isProfiling = false;
  process.on('SIGUSR2', () => {
    const { number, profile: isWanted } = JSON.parse(
      readFileSync(join(folder, 'command.json'), 'utf8'),
    ) as ProbeCommand;
    let profile: Profiler.Profile | undefined;
    // Calls back at once, because the session is of this thread.
    if (isProfiling) session.post('Profiler.stop', (_, result) => (profile = result.profile));
    // May take half a second the first time: the answer comes after it.
    if (isWanted) session.post('Profiler.start');
    isProfiling = isWanted;
    writeWhole(join(folder, `${process.pid}.json`), { number, requests, ...(profile && { profile }) });
  });
}

/** Reads every write of every socket from now on. */
function countRequests(): Requests {
  const requests = noRequests();
  const readers = new WeakMap<Socket, SocketReader>();
  const write = Reflect.get(Socket.prototype, 'write') as (...args: unknown[]) => boolean;
  const observe = (socket: Socket, data: unknown): void => {
    if (!(data instanceof Uint8Array)) return;
    let read = readers.get(socket);
    if (read === undefined) {
      read = readSocket(requests);
      readers.set(socket, read);
    }
    try {
      read(data, socket.bytesRead);
    } catch {
      // What is sent must not suffer from being read.
      requests.unread += 1;
    }
  };
  Reflect.set(Socket.prototype, 'write', function (this: Socket, ...args: unknown[]) {
    observe(this, args[0]);
    return Reflect.apply(write, this, args);
  });
  return requests;
}

function writeWhole(file: string, answer: ProbeAnswer): void {
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(`${file}.unfinished`, JSON.stringify(answer));
  renameSync(`${file}.unfinished`, file);
}
