import { describe, expect, it } from '@jest/globals';
import {
  countOpen,
  findInvocation,
  freeHeld,
  inLedgerTransaction,
  leaseDue,
  listAttempts,
  selectNextDue,
  type InvocationContent,
} from '@casewire/invocation-ledger';
