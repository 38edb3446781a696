/** Something the person at the terminal can mend: its message is printed without a stack. */
export class Failure extends Error {
  override readonly name = 'Failure';
}
