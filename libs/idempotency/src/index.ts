export { Idempotent, Once } from './once.ts';
export { IdempotencyStore, poolTransactions, purgeIdempotencyKeys, type Row } from './idempotency-store.ts';
export { plainAnswers, sealedAnswers } from './answer-columns.ts';
export { CurrentIdempotencyKey, type PresentedKey } from './presented-key.ts';
