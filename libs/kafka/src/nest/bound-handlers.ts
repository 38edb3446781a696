import type { MessageHandler } from '@nestjs/microservices';
import { lastValueFrom, isObservable } from 'rxjs';
import { topicName } from '@casewire/events';
import type { BatchHandler, RecordBatch } from '../batch.ts';
import type { KafkaBatchOptions, TopicBinding } from './kafka-batch.ts';

/** A handler with the full names of its topics. */
export interface BoundHandler {
  readonly name: string;
  readonly topics: ReadonlySet<string>;
  readonly keepsOrder: boolean;
  readonly handler: BatchHandler;
}

/**
 * What Nest registered, as handlers of batches.
 * @throws Error if two handlers are bound to one topic
 */
export function boundHandlers(
  registered: ReadonlyMap<string, MessageHandler>,
  binding: TopicBinding,
): BoundHandler[] {
  const bound = [...registered].map(([name, handler]) => {
    const options = handler.extras as KafkaBatchOptions;
    const topics = new Set(resolveTopics(options, binding));
    return { name, topics, keepsOrder: options.keepsOrder ?? false, handler: toBatchHandler(handler) };
  });
  const all = bound.flatMap(({ topics }) => [...topics]);
  const twice = all.find((topic, index) => all.indexOf(topic) !== index);
  if (twice !== undefined) throw new Error(`two handlers are bound to ${twice}`);
  return bound;
}

function resolveTopics({ topics }: KafkaBatchOptions, binding: TopicBinding): readonly string[] {
  if (typeof topics === 'function') return topics(binding);
  const keys = typeof topics === 'string' ? [topics] : topics;
  return keys.map((key) => topicName(binding.prefix, key));
}

/** Calls Nest's handler, which answers with the promise of a value or of an observable. */
function toBatchHandler(handler: MessageHandler): BatchHandler {
  return async (batch: RecordBatch) => {
    const answer: unknown = await handler(batch, undefined);
    return (isObservable(answer) ? await lastValueFrom(answer) : answer) as Awaited<ReturnType<BatchHandler>>;
  };
}
