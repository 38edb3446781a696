export { Gatherer } from './gatherer.ts';
export { holderKey, toHolder, type Holder } from './holder.ts';
export { Shares } from './shares.ts';
export { Turns, type TurnVerdict } from './turns.ts';
