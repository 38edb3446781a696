/** A problem that the person at the terminal can mend. Its message is printed without a stack. */
export class Failure extends Error {
  override readonly name = 'Failure';
}
