import { spawn } from 'node:child_process';
import { Socket } from 'node:net';

/**
 * A shell that reads, line by line, which processes to end (`TERM:4711 INT:4712`) and acts on the last line
 * when its input closes. The input closes when this process ends, however it ends: so a SIGKILL of the parent
 * leaves no servers behind, although they run in sessions of their own.
 */
const script = `
guarded=
while read -r line; do guarded=$line; done
[ -z "$guarded" ] && exit 0
for entry in $guarded; do kill -"\${entry%%:*}" "\${entry##*:}"; done 2>/dev/null
rounds=100
while [ $rounds -gt 0 ]; do
  alive=
  for entry in $guarded; do kill -0 "\${entry##*:}" && alive=1; done 2>/dev/null
  [ -z "$alive" ] && exit 0
  sleep 0.1
  rounds=$((rounds - 1))
done
for entry in $guarded; do kill -KILL "\${entry##*:}"; done 2>/dev/null
`;

const guarded = new Map<number, NodeJS.Signals>();
let shell: ReturnType<typeof startShell> | undefined;

function startShell() {
  const child = spawn('/bin/sh', ['-c', script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  // A guard that was killed must not take its parent along with an unhandled EPIPE.
  child.stdin.on('error', () => undefined);
  child.on('exit', () => {
    shell = undefined;
  });
  child.unref();
  if (child.stdin instanceof Socket) child.stdin.unref();
  return child;
}

function tellShell(): void {
  const entries = [...guarded].map(([pid, signal]) => `${signal.replace('SIG', '')}:${pid}`);
  shell ??= startShell();
  shell.stdin.write(`${entries.join(' ')}\n`);
}

/** If this process ends before the other one, the guard sends it `signal`, and SIGKILL 10 s later. */
export function guardOrphan(pid: number, signal: NodeJS.Signals): void {
  guarded.set(pid, signal);
  tellShell();
}

/** Forgets a process that has ended, so that a later process with its id is safe. */
export function releaseOrphan(pid: number): void {
  if (guarded.delete(pid)) tellShell();
}
