export { holderKey, type Holder } from './holder.ts';
export { Shares } from './shares.ts';
export { Turns } from './turns.ts';
