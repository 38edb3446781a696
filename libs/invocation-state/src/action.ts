/** What the ledger has to do besides writing the new state. */
export type Action =
  /** Give the row its place in the history. */
  | { readonly kind: 'make-visible' }
  /** Write the body and metadata that came with the fact. */
  | { readonly kind: 'store-body' }
  /** Wait for the slot; `slot-granted` when it is free. */
  | { readonly kind: 'request-slot' }
  /** It is out already: whoever was current in its slot, it is now. */
  | { readonly kind: 'take-slot' }
  /** It no longer needs its slot nor a place in the slot's queue. */
  | { readonly kind: 'leave-slot' };
