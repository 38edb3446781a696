import type { SinkCount } from './sink.ts';

/** The receiver behind a system, in a process of its own. */
export class Sink {
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  async count(): Promise<SinkCount> {
    return (await (await fetch(`${this.url}/count`)).json()) as SinkCount;
  }

  /** Milliseconds from publication to receipt, of every delivery in the order of arrival. */
  async latenciesMs(): Promise<readonly number[]> {
    return (await (await fetch(`${this.url}/latencies`)).json()) as number[];
  }

  async reset(): Promise<void> {
    await fetch(`${this.url}/reset`, { method: 'POST' });
  }
}
