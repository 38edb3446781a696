import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';

/** A block of commands in the tour of the README, and what it says that they print. */
export interface TourStep {
  /** Run once. */
  readonly commands: string;
  /** What follows a `sleep`, or a block that changes nothing: run again until it prints what the README says. */
  readonly reads: string;
  /** Undefined where the README shows nothing. */
  readonly printed: string | undefined;
}

const SECTION = '\n## A tour of five minutes\n';
const BLOCK = /```sh\n(?<commands>.*?)```\n(?:\n```text\n(?<printed>.*?)```)?/gs;

/** Requests that change something, and the helpers of the tour that make them. */
const CHANGES = /-X | -d |npm run|\b(?:publish|move|replay) /;

/** The steps of the tour, in order. @param readme the text of the README */
export function readTour(readme: string): TourStep[] {
  const [, afterTitle = ''] = readme.split(SECTION);
  const [section = ''] = afterTitle.split('\n## ');
  return [...section.matchAll(BLOCK)].map(({ groups = {} }) => {
    const { commands = '', printed } = groups;
    const [before = '', ...after] = commands.split(/^sleep \d+$/m);
    if (after.length > 0) return { commands: before, reads: after.join('\n'), printed };
    return CHANGES.test(before)
      ? { commands: before, reads: '', printed }
      : { commands: '', reads: before, printed };
  });
}

/** An output without what differs from run to run: ids, secrets, all numbers, widths, and how often a line is repeated. */
export function withoutChance(output: string): string {
  const lines = output
    .trim()
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID')
    .replace(/whsec_[^"]+/g, 'whsec_…')
    .replace(/\d+/g, 'N')
    .replace(/─+/g, '─')
    .replace(/ +/g, ' ')
    .split('\n');
  return lines.filter((line, index) => line !== lines[index - 1]).join('\n');
}

const END = 'the end of these commands';

/** A shell that keeps its variables from one step to the next. */
export class Shell {
  readonly #process: ChildProcessWithoutNullStreams;
  #output = '';

  constructor(environment: NodeJS.ProcessEnv) {
    this.#process = spawn('bash', ['-s'], { env: environment });
    this.#process.stdout.setEncoding('utf8').on('data', (text: string) => (this.#output += text));
  }

  /** What the commands print, errors too. */
  async run(commands: string): Promise<string> {
    this.#output = '';
    this.#process.stdin.write(`{ :\n${commands}\n} < /dev/null 2>&1\necho; echo '${END}'\n`);
    while (!this.#output.includes(END)) await once(this.#process.stdout, 'data');
    return this.#output.slice(0, this.#output.indexOf(END));
  }

  close(): void {
    this.#process.stdin.end();
  }
}
