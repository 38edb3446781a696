import type { BodyOf } from '@casewire/client';
import type { Inspector } from '../api/types.ts';

export type Respond = NonNullable<BodyOf<'post', '/v1/inspectors'>['respond']>;

/** The answers that are chosen by one click. */
export const answers = {
  ok: { status: 200 },
  error: { status: 500 },
  limited: { status: 429, retryAfter: 30 },
  gone: { status: 410 },
  slow: { status: 200, delayMs: 30_000 },
} as const satisfies Record<string, Respond>;

export type AnswerName = keyof typeof answers;

export const answerNames = Object.keys(answers) as AnswerName[];

/** The name of the answer that an inspector gives; `own` for one that was chosen by the API. */
export function answerOf({ respond }: Pick<Inspector, 'respond'>): AnswerName | 'own' {
  const isSame = (name: AnswerName): boolean => {
    const { status, delayMs = 0, retryAfter = null }: Respond = answers[name];
    return respond.status === status && respond.delayMs === delayMs && respond.retryAfter === retryAfter;
  };
  const isPlain = respond.location === null && respond.body === null;
  return (isPlain ? answerNames.find(isSame) : undefined) ?? 'own';
}
