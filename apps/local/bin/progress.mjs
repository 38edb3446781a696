import { spawn } from 'node:child_process';
import { once } from 'node:events';

const everyMs = process.stdout.isTTY ? 1000 : 5000;

/**
 * Runs a command. Meanwhile a line shows for how long, and how far it has come by `detail()`. The output of the command
 * is shown only if it fails.
 * @returns whether it succeeded
 */
export async function runWithProgress(title, command, args, { cwd, env, detail = async () => '' }) {
  const startedAt = Date.now();
  const show = (text, end) => {
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    const line = `${title}: ${text === '' ? '' : `${text}, `}${seconds} s`;
    process.stdout.write(process.stdout.isTTY ? `\r\x1b[2K${line}${end}` : `${line}\n`);
  };
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = [];
  child.stdout.on('data', (chunk) => output.push(chunk));
  child.stderr.on('data', (chunk) => output.push(chunk));
  show('starting', '');
  const timer = setInterval(async () => {
    const text = await detail();
    if (child.exitCode === null) show(text, '');
  }, everyMs);
  const [code] = await once(child, 'close').catch((error) => {
    output.push(Buffer.from(error.message));
    return [1];
  });
  clearInterval(timer);
  show(code === 0 ? 'done' : 'failed', '\n');
  if (code !== 0) process.stderr.write(`${Buffer.concat(output).toString('utf8').trimEnd()}\n`);
  return code === 0;
}
