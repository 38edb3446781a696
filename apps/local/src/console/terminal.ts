/** Where lines go: standard output, or a list in a spec. */
export interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const codes = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 } as const;

export type Style = keyof typeof codes;

/** Colours text on a terminal only, never in a file or a pipe. */
export function createPaint(useColours: boolean): (style: Style, text: string) => string {
  return (style, text) => (useColours ? `\x1b[${codes[style]}m${text}\x1b[0m` : text);
}

const clearLine = '\r\x1b[2K';
const refreshMs = 250;
const heartbeatMs = 10_000;

/** A step that is under way. */
export interface Step {
  /** Shows how far it has come, for instance `31 MB`. */
  update(detail: string): void;
  /** Ends it with a line, for instance `PostgreSQL: ready (0.4 s)`. */
  done(text: string): void;
  /** Ends it without a line: the error says the rest. */
  drop(): void;
}

interface ActiveStep {
  title: string;
  detail: string;
  startedAt: number;
}

/**
 * Prints lines for a person, and shows the steps that are under way: on a terminal in one line that renews itself,
 * elsewhere in a line every ten seconds.
 */
export class Terminal {
  readonly paint: ReturnType<typeof createPaint>;
  readonly #output: Output;
  readonly #active = new Set<ActiveStep>();
  #timer: NodeJS.Timeout | undefined;

  constructor(output: Output) {
    this.#output = output;
    this.paint = createPaint(output.isTTY === true);
  }

  /** Prints a line above the steps that are under way. */
  line(text = ''): void {
    const clear = this.#output.isTTY === true && this.#active.size > 0 ? clearLine : '';
    this.#output.write(`${clear}${text}\n`);
    if (this.#output.isTTY === true) this.#render();
  }

  /** Prints a line that a person should not overlook. */
  readonly warn = (text: string): void => {
    this.line(this.paint('yellow', text));
  };

  step(title: string): Step {
    const step: ActiveStep = { title, detail: '', startedAt: performance.now() };
    this.#active.add(step);
    this.#timer ??= setInterval(
      () => {
        this.#render();
      },
      this.#output.isTTY === true ? refreshMs : heartbeatMs,
    ).unref();
    return {
      update: (detail) => {
        step.detail = detail;
      },
      done: (text) => {
        this.#end(step);
        this.line(`${title}: ${text} ${this.paint('dim', `(${elapsed(step)})`)}`);
      },
      drop: () => {
        this.#end(step);
      },
    };
  }

  #end(step: ActiveStep): void {
    this.#active.delete(step);
    if (this.#active.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    if (this.#output.isTTY === true) this.#output.write(clearLine);
  }

  #render(): void {
    if (this.#active.size === 0) return;
    const texts = [...this.#active].map(
      (step) => `${step.title}${step.detail === '' ? '' : ` ${step.detail}`} ${elapsed(step)}`,
    );
    this.#output.write(
      this.#output.isTTY === true ? `${clearLine}${texts.join(' | ')}` : `${texts.join(' | ')}\n`,
    );
  }
}

function elapsed({ startedAt }: ActiveStep): string {
  return `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
}
