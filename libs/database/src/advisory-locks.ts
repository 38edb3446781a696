/**
 * The numbers of advisory locks, any constants. All services share one database, and with it the numbers: two locks that had
 * the same one would wait for each other.
 */
export const advisoryLocks = {
  /** The process that has it migrates; others wait for it. */
  migrations: 7_226_170_519,
  /** `seq` of the ledger is allotted under it. */
  ledgerSequence: 7_226_170_530,
  /** `seq` of accepted events is allotted under it. */
  eventSequence: 7_226_170_531,
  /** The process that has it frees what ended holds have kept. */
  freeing: 7_226_170_532,
  /** The process that has it adds statistics up. */
  addingUp: 7_226_170_533,
  /** The process that has it carries the cut on. */
  cut: 7_226_170_534,
  /** The process that has it moves due times where rates were changed. */
  rates: 7_226_170_535,
} as const;
