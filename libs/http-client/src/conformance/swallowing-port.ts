import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** A port that takes no connection and refuses none, as a firewall does that drops packets. */
export interface SwallowingPort {
  readonly port: number;
  /** From now on it takes connections and answers 200 to whatever is said on them. */
  resume(): void;
  close(): void;
}

/** Listens with room for one connection and does not accept it, because the process stands still. */
const CHILD = `
  const server = require('node:net').createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\\r\\ncontent-length: 0\\r\\n\\r\\n'));
  });
  server.listen({ host: process.argv[1], port: 0, backlog: 1 }, () => {
    process.send(server.address().port, () => process.kill(process.pid, 'SIGSTOP'));
  });
`;

/** How long a connection to loopback may take that is not swallowed. */
const PATIENCE_MS = 300;

export async function startSwallowingPort(address: string): Promise<SwallowingPort> {
  const child = spawn(process.execPath, ['-e', CHILD, address], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [port] = (await once(child, 'message')) as [number];
  const fillers: Socket[] = [];
  for (;;) {
    const filler = connect({ host: address, port }).on('error', () => undefined);
    fillers.push(filler);
    const isTaken = await Promise.race([once(filler, 'connect'), delay(PATIENCE_MS)]);
    if (isTaken === undefined) break;
  }
  return {
    port,
    resume() {
      child.kill('SIGCONT');
    },
    close() {
      for (const filler of fillers) filler.destroy();
      child.kill('SIGKILL');
    },
  };
}
