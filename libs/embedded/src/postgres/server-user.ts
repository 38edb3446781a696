import { execFile } from 'node:child_process';
import { chown, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { EmbeddedError } from '../errors.ts';

const run = promisify(execFile);

/** How to start PostgreSQL as a user that is not root: PostgreSQL refuses to run as root. */
export interface ServerUser {
  /** The owner of its files. Default: the user of this process. */
  owner?: { uid: number; gid: number };
  /** Runs its programs under another user id. */
  switchTo?: { uid: number; gid: number };
  /** Put before every command. */
  prefix: readonly string[];
}

const userNamespace = ['unshare', '--user', '--map-user=1000', '--map-group=1000'];

async function succeeds(command: readonly string[]): Promise<boolean> {
  const [program = '', ...args] = command;
  return run(program, args).then(
    () => true,
    () => false,
  );
}

async function idOf(name: string): Promise<{ uid: number; gid: number }> {
  const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

/**
 * An ordinary user runs PostgreSQL as itself. Root runs it in a user namespace, where root looks like user 1000 and can
 * still enter every folder. Where namespaces are forbidden, as in many containers, root runs it as `postgres` or
 * `nobody`.
 */
export async function chooseServerUser(): Promise<ServerUser> {
  if (process.getuid?.() !== 0) return { prefix: [] };
  if (await succeeds([...userNamespace, 'true'])) return { owner: { uid: 0, gid: 0 }, prefix: userNamespace };
  const user = await idOf('postgres').catch(() => idOf('nobody'));
  return { owner: user, switchTo: user, prefix: [] };
}

/** The command that runs a program as the server's user (apart from `switchTo`, which the spawn takes). */
export function asServerUser(
  user: ServerUser,
  program: string,
  args: readonly string[],
): { command: string; args: string[] } {
  const [command, ...prefixArgs] = user.prefix;
  return command === undefined
    ? { command: program, args: [...args] }
    : { command, args: [...prefixArgs, program, ...args] };
}

/** @throws EmbeddedError `folder-not-accessible` with the folder and the command that opens it */
export async function requireAccess(user: ServerUser, path: string): Promise<void> {
  if (user.switchTo === undefined) return;
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    const { mode, uid } = await stat(folder);
    const mayEnter = uid === user.switchTo.uid ? mode & 0o100 : mode & 0o001;
    if (mayEnter === 0) {
      throw new EmbeddedError(
        'folder-not-accessible',
        `PostgreSQL does not run as root, and its user may not enter ${folder}: run "chmod o+x ${folder}"`,
      );
    }
  }
}

/** Gives a folder and everything in it to the server's user, if it belongs to someone else. */
export async function giveTo(user: ServerUser, folder: string): Promise<void> {
  if (user.owner === undefined) return;
  const { uid, gid } = user.owner;
  if ((await stat(folder)).uid === uid) return;
  for (const name of await readdir(folder, { recursive: true })) await chown(join(folder, name), uid, gid);
  await chown(folder, uid, gid);
}
