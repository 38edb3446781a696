/** Bytes of one line. */
const WIDTH = 16;

/** A line of a hex dump. */
export interface HexLine {
  /** Of its first byte, as eight hexadecimal digits. */
  readonly offset: string;
  /** `7b 22 61`. */
  readonly hex: string;
  /** What is printable ASCII; a dot for each other byte. */
  readonly text: string;
}

/** Bytes as people look at them who do not know what they are. */
export function hexLines(bytes: Uint8Array): readonly HexLine[] {
  return Array.from({ length: Math.ceil(bytes.length / WIDTH) }, (_, index) => {
    const line = bytes.subarray(index * WIDTH, (index + 1) * WIDTH);
    return {
      offset: (index * WIDTH).toString(16).padStart(8, '0'),
      hex: Array.from(line, (byte) => byte.toString(16).padStart(2, '0')).join(' '),
      text: Array.from(line, printable).join(''),
    };
  });
}

function printable(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';
}
