import type { Behaviour, Receiver } from '@casewire/testing';

/** A delivery as a receiver decides by it. */
interface Delivered {
  /** The invocation's id. */
  readonly id: string;
  /** How many requests for it came before, to the same path. */
  readonly before: number;
}

/** An answer that a receiver gave. */
export interface GivenAnswer {
  readonly path: string;
  readonly id: string;
  readonly status: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

type Script = (delivered: Delivered) => Behaviour | Promise<Behaviour>;

/** A receiver whose paths are webhooks of their own. */
export interface ScriptedReceiver {
  /** Answers given, in their order. */
  readonly answers: readonly GivenAnswer[];
  /** Changes how later requests to a path are answered. Default: 200. */
  answer(path: string, script: Script): void;
  /** Lets requests to a path wait for their answers. @returns what answers them all, and how many wait */
  hold(path: string, isHeld?: (delivered: Delivered) => boolean): HeldRequests;
}

export interface HeldRequests {
  readonly waiting: number;
  /** Answers 200 to those that wait, and to all that follow. */
  letGo(): void;
}

const accepted = (): Behaviour => ({});

/** Takes over the answers of a receiver. */
export function scriptReceiver(receiver: Receiver): ScriptedReceiver {
  const scripts = new Map<string, Script>();
  const requests = new Map<string, number>();
  const answers: GivenAnswer[] = [];
  receiver.respond(async ({ url: path, headers }) => {
    const id = String(headers['webhook-id']);
    const before = requests.get(path + id) ?? 0;
    requests.set(path + id, before + 1);
    const behaviour = await (scripts.get(path) ?? accepted)({ id, before });
    answers.push({ path, id, status: behaviour.status ?? 200, at: Date.now() });
    return behaviour;
  });
  return {
    answers,
    answer: (path, script) => {
      scripts.set(path, script);
    },
    hold: (path, isHeld = () => true) => {
      const waiting: (() => void)[] = [];
      scripts.set(path, (delivered) =>
        isHeld(delivered)
          ? new Promise((resolve) => {
              waiting.push(() => {
                resolve({});
              });
            })
          : {},
      );
      return {
        get waiting() {
          return waiting.length;
        },
        letGo: () => {
          scripts.set(path, accepted);
          for (const answer of waiting.splice(0)) answer();
        },
      };
    },
  };
}
