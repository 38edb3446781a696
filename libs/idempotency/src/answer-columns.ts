import type { KeyRing } from '@casewire/key-ring';
import type { Answer, Row } from './idempotency-store.ts';

/** The columns in which a table keeps answers; all of them are null while there is none. */
export interface AnswerColumns {
  readonly names: readonly [string, ...string[]];
  /** Values in the order of `names`. @param context where a sealed answer can be opened, and nowhere else */
  write(answer: Answer, context: string): readonly unknown[];
  /** @returns undefined where the row has no answer */
  read(row: Row, context: string): Answer | undefined;
}

/** For answers that hold no secrets. */
export const plainAnswers: AnswerColumns = {
  names: ['response'],
  write: (answer) => [JSON.stringify(answer)],
  read: ({ response }) => (response as Answer | null) ?? undefined,
};

/** For answers that show secrets, such as that of a new webhook or API key. */
export function sealedAnswers(keyRing: KeyRing): AnswerColumns {
  return {
    names: ['key_id', 'ciphertext'],
    write: (answer, context) => {
      const { keyId, ciphertext } = keyRing.encrypt(JSON.stringify(answer), context);
      return [keyId, ciphertext];
    },
    read: ({ key_id, ciphertext }, context) => {
      if (key_id === null) return undefined;
      const sealed = { keyId: key_id as string, ciphertext: ciphertext as Buffer };
      return JSON.parse(keyRing.decrypt(sealed, context).toString()) as Answer;
    },
  };
}
