import { stateTellingTypes } from '@casewire/families';
import { listensTo } from '@casewire/matching-rules';
import type { FieldError } from '@casewire/rest';
import type { Webhook } from '@casewire/subscription-store';

/** What does not go together in what a webhook wants to be told of and in which form. */
export function contentProblems({
  events,
  stateNames,
  transform,
  format,
}: Pick<Webhook, 'events' | 'stateNames' | 'transform' | 'format'>): FieldError[] {
  const problems: FieldError[] = [];
  if (stateNames !== null) {
    problems.push(
      ...events.flatMap((pattern, index) =>
        stateTellingTypes.some((type) => listensTo([pattern], type))
          ? []
          : [
              {
                path: `events.${index}`,
                message: 'never tells a state, which stateNames wait for',
                accepted: stateTellingTypes.join(', '),
              },
            ],
      ),
    );
  }
  if (transform !== null && format !== 'native') {
    problems.push({ path: 'format', message: 'is not for a webhook whose body a transform makes' });
  }
  return problems;
}
