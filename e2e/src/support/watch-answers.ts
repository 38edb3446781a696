import { answerCheck } from './answer-check.ts';
import { readApiDocument } from './api-document.ts';

/** Answers that are compared with the API description as they come. */
export interface AnswerWatch {
  /** Ends the watch. @throws Error if an answer was not as it is described; it names each such answer once */
  close(): Promise<void>;
}

/**
 * Compares every answer that this file gets of a gateway by `fetch`, through libs/client or without it, with what the
 * gateway says of its API.
 * @param url of the gateway
 */
export async function watchAnswers(url: string): Promise<AnswerWatch> {
  const check = answerCheck(await readApiDocument(url));
  const faults = new Set<string>();
  const unread = new Set<Promise<void>>();
  const plainFetch = globalThis.fetch;
  const compare = async (request: Asked, answer: Response): Promise<void> => {
    const text = await answer.text().catch(() => undefined);
    // The test has given the answer up, or it broke.
    if (text === undefined) return;
    const contentType = answer.headers.get('content-type') ?? undefined;
    const path = new URL(request.href).pathname;
    const fault = check({ method: request.method, path, status: answer.status, contentType, text });
    if (fault !== undefined) faults.add(fault);
  };
  globalThis.fetch = async (input, init) => {
    const answer = await plainFetch(input, init);
    const request = askedFor(input, init);
    if (request.href.startsWith(`${url}/`)) {
      const compared = compare(request, answer.clone()).finally(() => unread.delete(compared));
      unread.add(compared);
    }
    return answer;
  };
  return {
    close: async () => {
      globalThis.fetch = plainFetch;
      await Promise.all(unread);
      if (faults.size === 0) return;
      throw new Error(`answers that /openapi.json describes otherwise:\n${[...faults].join('\n')}`);
    },
  };
}

interface Asked {
  readonly href: string;
  readonly method: string;
}

function askedFor(input: string | URL | Request, init: RequestInit | undefined): Asked {
  const isRequest = input instanceof Request;
  const method = init?.method ?? (isRequest ? input.method : 'GET');
  return { href: isRequest ? input.url : String(input), method: method.toUpperCase() };
}
