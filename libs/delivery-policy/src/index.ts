export {
  retryPolicyOf,
  retryPresets,
  type RetryOverride,
  type RetryPolicy,
  type RetryPreset,
} from './retry-policy.ts';
export { classify, type ExchangeFailure, type ExchangeResult, type SuccessRule } from './classify.ts';
export { isBack, isOverload } from './overload.ts';
export { concernsWebhook, retryAfterAt } from './retry-after.ts';
export { decideNextStep, MAX_RETRY_AFTER_MS, type FinishedAttempt } from './next-step.ts';
