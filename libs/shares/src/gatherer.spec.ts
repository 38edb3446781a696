import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Gatherer, type GathererOptions } from './gatherer.ts';
import type { Holder } from './holder.ts';

interface Question {
  readonly holder: Holder;
  readonly id: number;
  readonly size: number;
  /** The server refuses a round with it. */
  readonly isBad: boolean;
}

const holderOf = (tenantId: string): Holder => ({ tenantId, environment: 'sandbox' });
const isTransient = (error: unknown): boolean => error instanceof Error && error.message === 'away';

/** Answers rounds when it is told to, each with the numbers of its questions. */
class Server {
  readonly rounds: (readonly Question[])[] = [];
  isAway = false;
  #answer: (() => void) | undefined;

  readonly askTogether = async (questions: readonly Question[]): Promise<readonly number[]> => {
    expect(this.#answer).toBeUndefined();
    this.rounds.push(questions);
    await new Promise<void>((resolve) => (this.#answer = resolve));
    this.#answer = undefined;
    if (this.isAway) throw new Error('away');
    if (questions.some(({ isBad }) => isBad)) throw new Error('bad');
    return questions.map(({ id }) => id);
  };

  /** Lets the round under way end, and the next one begin. */
  async answer(): Promise<void> {
    this.#answer?.();
    await settled();
  }

  async answerAll(): Promise<void> {
    while (this.#answer !== undefined) await this.answer();
  }
}

/** Everything has run that waits for nothing but promises and the end of this turn. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate);
}

function open(options: Partial<GathererOptions<Question, readonly number[]>> = {}) {
  const server = new Server();
  const gatherer = new Gatherer<Question, readonly number[]>({
    askTogether: server.askTogether,
    isTransient,
    refusal: () => new Error('too many'),
    sizeOf: ({ size }) => size,
    ...options,
  });
  let asked = 0;
  const ask = (tenantId: string, { size = 1, isBad = false } = {}) => {
    const question = { holder: holderOf(tenantId), id: asked++, size, isBad };
    const answer = gatherer.ask(question.holder, question);
    answer.catch(() => undefined);
    return { question, answer };
  };
  return { server, ask };
}

describe('questions', () => {
  it('that come alone are asked at once, and those that come meanwhile go together', async () => {
    const { server, ask } = open();
    ask('a');
    await settled();
    for (const tenant of ['a', 'b', 'c', 'a']) ask(tenant);
    await settled();
    expect(server.rounds.map((round) => round.length)).toEqual([1]);
    await server.answer();
    expect(server.rounds.map((round) => round.length)).toEqual([1, 4]);
    await server.answerAll();
  });

  it('of a tenant wait for no backlog of another', async () => {
    const { server, ask } = open({ maxRoundSize: 10 });
    for (let index = 0; index < 1_000; index++) ask('a');
    await settled();
    const { answer, question } = ask('b');
    await server.answer();
    await server.answer();
    expect(await answer).toContain(question.id);
    await server.answerAll();
  });

  it('are refused beyond the share of their tenant, and others find room', async () => {
    const { server, ask } = open({ maxOpen: 100 });
    const answers = Array.from({ length: 80 }, () => ask('a').answer);
    const { answer } = ask('b');
    await settled();
    await server.answerAll();
    const results = await Promise.allSettled(answers);
    const refused = results.filter(({ status }) => status === 'rejected');
    expect(refused).toEqual(
      Array.from({ length: 5 }, () => ({ status: 'rejected', reason: new Error('too many') })),
    );
    await expect(answer).resolves.toBeDefined();
    // Answered questions hold no place.
    const again = ask('a');
    await settled();
    await server.answerAll();
    await expect(again.answer).resolves.toEqual([again.question.id]);
  });

  it('of a round that fails for all are not asked again', async () => {
    const { server, ask } = open();
    server.isAway = true;
    const answers = Array.from({ length: 5 }, () => ask('a').answer);
    await settled();
    await server.answerAll();
    for (const answer of answers) await expect(answer).rejects.toThrow('away');
    expect(server.rounds).toHaveLength(1);
  });
});

describe('whatever is asked and however long rounds take', () => {
  const step = fc.oneof(
    fc.record({
      kind: fc.constant('ask' as const),
      tenantId: fc.constantFrom('a', 'b', 'c'),
      size: fc.integer({ min: 1, max: 12 }),
      isBad: fc.boolean(),
      count: fc.integer({ min: 1, max: 8 }),
    }),
    fc.record({ kind: fc.constant('answer' as const) }),
  );

  it('each is answered by a round that began later, in the order of its tenant, and only the bad ones fail', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const maxRoundSize = 10;
        const { server, ask } = open({ maxRoundSize });
        const all: (ReturnType<typeof ask> & { readonly roundsBefore: number })[] = [];
        for (const each of steps) {
          if (each.kind === 'answer') await server.answer();
          else {
            for (let index = 0; index < each.count; index++)
              all.push({ ...ask(each.tenantId, each), roundsBefore: server.rounds.length });
          }
        }
        await settled();
        await server.answerAll();
        for (const { answer, question, roundsBefore } of all) {
          if (question.isBad) await expect(answer).rejects.toThrow('bad');
          else expect(await answer).toContain(question.id);
          expect(server.rounds.findIndex((round) => round.includes(question))).toBeGreaterThanOrEqual(
            roundsBefore,
          );
        }
        for (const round of server.rounds)
          expect(round.length === 1 || sum(round.map(({ size }) => size)) <= maxRoundSize).toBe(true);
        const firstAsked = [...new Set(server.rounds.flat())];
        for (const tenantId of ['a', 'b', 'c']) {
          const ids = firstAsked.filter(({ holder }) => holder.tenantId === tenantId).map(({ id }) => id);
          expect(ids).toEqual(ids.toSorted((one, other) => one - other));
        }
      }),
      { numRuns: 200 },
    );
  });
});

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
