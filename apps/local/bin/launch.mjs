import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { missingPrerequisites } from './prerequisites.mjs';
import { cacheDir, root } from './workspace.mjs';

const commands = ['start', 'test', 'send', 'open', 'demo', 'reset', 'bench', 'test:faults', 'install'];
const wantedNodeMajor = 24;

/** This Node if it is current, else the one that the workspace installs. */
function currentNode() {
  const isCurrent = Number.parseInt(process.versions.node, 10) >= wantedNodeMajor;
  return isCurrent ? process.execPath : join(root, 'node_modules', '.bin', 'node');
}

/**
 * Runs the command and returns its exit code. A signal reaches the command once: from here, or from the terminal,
 * which sends it to both. If npm, which started this, is killed, the command is asked to end too.
 */
function runToEnd(node, args, env) {
  const child = spawn(node, args, { cwd: root, env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.on('SIGHUP', () => child.kill('SIGTERM'));
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.env.npm_lifecycle_event && process.ppid !== parent) child.kill('SIGTERM');
  }, 500);
  return new Promise((resolve) => {
    child.on('error', (error) => {
      console.error(`Node.js ${wantedNodeMajor} cannot be started from ${node}: ${error.message}`);
      resolve(1);
    });
    child.on('exit', (code, signal) => {
      clearInterval(watch);
      resolve(signal === null ? code : 1);
    });
  });
}

/** Prepares the workspace as far as the command needs it and runs it. @returns the exit code */
export async function launch([command, ...args]) {
  if (!commands.includes(command)) {
    console.error(`usage: npm start | npm test | npm run ${commands.slice(2, -1).join(' | ')}`);
    return 2;
  }
  const missing = missingPrerequisites(command);
  if (missing.length > 0) {
    for (const line of missing) console.error(line);
    return 1;
  }
  if (!(await ensureInstalled())) return 1;
  if (command === 'install') return 0;

  const node = currentNode();
  const env = {
    ...process.env,
    // Tools start programs by name. They must find those of the workspace, above all Node.
    PATH: `${join(root, 'node_modules', '.bin')}:${process.env.PATH ?? ''}`,
    NODE_COMPILE_CACHE: join(cacheDir, 'node'),
  };
  if (!(await ensureBuilt(node, env))) return 1;
  const programs = { bench: ['dist/bench/main.js'], 'test:faults': ['dist/e2e/main.js'] };
  const program = programs[command] ?? ['dist/apps/local/main.js', command];
  // The publishers of these programs are plain kafkajs, which sets timers of negative length (tulios/kafkajs#1751). The
  // warning is harmless and would worry a newcomer.
  return runToEnd(node, ['--disable-warning=TimeoutNegativeWarning', ...program, ...args], env);
}
