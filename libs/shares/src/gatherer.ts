import { setImmediate as endOfTurn } from 'node:timers/promises';
import { holderKey, type Holder } from './holder.ts';
import { Shares } from './shares.ts';
import { Turns } from './turns.ts';

export interface GathererOptions<Question, Answers> {
  /** Asks questions together. All of them are given the result, in which each finds its own answer. */
  readonly askTogether: (questions: readonly Question[]) => Promise<Answers>;
  /**
   * Whether a failure says nothing about the questions, as when a server is away. Any other may be the fault of one of
   * them: then each is asked alone.
   */
  readonly isTransient: (error: unknown) => boolean;
  /** How much of a round a question takes. Default: 1. */
  readonly sizeOf?: (question: Question) => number;
  /** What the questions of one round take at most. A larger question has a round of its own. Default: 500. */
  readonly maxRoundSize?: number;
  /** Questions of all holders that are not answered yet, in which each has its share. Default: 10,000. */
  readonly maxOpen?: number;
  /** The error for a question beyond the share of its holder. */
  readonly refusal: () => Error;
}

interface Asked<Question, Answers> {
  readonly question: Question;
  readonly size: number;
  readonly resolve: (answers: Answers) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Gathers the questions of one kind that concurrent requests have for a server. One round is under way at a time, and
 * what is asked meanwhile goes with the next one. So under load many requests share the cost of a round, and a question
 * that comes alone is asked at once.
 *
 * A round that answers a question begins after the question was asked. Holders take turns at the places of a round, and
 * a question that fails fails alone.
 */
export class Gatherer<Question, Answers> {
  readonly #askTogether: (questions: readonly Question[]) => Promise<Answers>;
  readonly #isTransient: (error: unknown) => boolean;
  readonly #sizeOf: (question: Question) => number;
  readonly #maxRoundSize: number;
  readonly #places: Shares;
  readonly #refusal: () => Error;
  readonly #waiting = new Turns<Asked<Question, Answers>>();
  #isAsking = false;

  constructor(options: GathererOptions<Question, Answers>) {
    this.#askTogether = options.askTogether;
    this.#isTransient = options.isTransient;
    this.#sizeOf = options.sizeOf ?? (() => 1);
    this.#maxRoundSize = options.maxRoundSize ?? 500;
    this.#places = new Shares(options.maxOpen ?? 10_000);
    this.#refusal = options.refusal;
  }

  /** @throws the refusal; any error of asking */
  async ask(holder: Holder, question: Question): Promise<Answers> {
    const key = holderKey(holder);
    if (!this.#places.take(key)) throw this.#refusal();
    const { promise, resolve, reject } = Promise.withResolvers<Answers>();
    this.#waiting.add(holder, { question, size: this.#sizeOf(question), resolve, reject });
    if (!this.#isAsking) void this.#askAll();
    try {
      return await promise;
    } finally {
      this.#places.giveBack(key);
    }
  }

  async #askAll(): Promise<void> {
    this.#isAsking = true;
    while (this.#waiting.size > 0) {
      // What is asked in the same turn of the event loop comes along.
      await endOfTurn();
      await this.#askRound(this.#nextRound());
    }
    this.#isAsking = false;
  }

  #nextRound(): Asked<Question, Answers>[] {
    const round: Asked<Question, Answers>[] = [];
    let room = this.#maxRoundSize;
    const next = () =>
      this.#waiting.next(({ size }) => (round.length === 0 || size <= room ? 'take' : 'wait'));
    for (let asked = next(); asked !== undefined; asked = next()) {
      round.push(asked);
      room -= asked.size;
    }
    return round;
  }

  async #askRound(round: readonly Asked<Question, Answers>[]): Promise<void> {
    try {
      const answers = await this.#askTogether(round.map(({ question }) => question));
      for (const { resolve } of round) resolve(answers);
    } catch (error) {
      if (round.length > 1 && !this.#isTransient(error))
        for (const asked of round) await this.#askRound([asked]);
      else for (const { reject } of round) reject(error);
    }
  }
}
