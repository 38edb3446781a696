/** Castagnoli's polynomial, bits reversed (RFC 3720, appendix B.4). */
const POLYNOMIAL = 0x82f63b78;
/** Bytes looked up side by side: one look-up after the other costs twice the time. */
const LANES = 8;

/** One table of 256 entries a lane: what a byte does to the checksum that many bytes further on. */
const tables = makeTables();

/** CRC-32C of `bytes`, as record batches carry it. Node has the other polynomial alone. */
export function crc32c(bytes: Uint8Array): number {
  const T = tables;
  let crc = -1;
  let at = 0;
  for (const end = bytes.length - (LANES - 1); at < end; at += LANES) {
    crc ^=
      byte(bytes, at) |
      (byte(bytes, at + 1) << 8) |
      (byte(bytes, at + 2) << 16) |
      (byte(bytes, at + 3) << 24);
    crc =
      entry(T, 7, crc) ^
      entry(T, 6, crc >>> 8) ^
      entry(T, 5, crc >>> 16) ^
      entry(T, 4, crc >>> 24) ^
      entry(T, 3, byte(bytes, at + 4)) ^
      entry(T, 2, byte(bytes, at + 5)) ^
      entry(T, 1, byte(bytes, at + 6)) ^
      entry(T, 0, byte(bytes, at + 7));
  }
  for (; at < bytes.length; at++) crc = entry(T, 0, crc ^ byte(bytes, at)) ^ (crc >>> 8);
  return ~crc >>> 0;
}

function byte(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0;
}

function entry(table: Int32Array, lane: number, value: number): number {
  return table[lane * 256 + (value & 0xff)] ?? 0;
}

function makeTables(): Int32Array {
  const table = new Int32Array(LANES * 256);
  for (let value = 0; value < 256; value++) {
    let crc = value;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    table[value] = crc;
  }
  for (let at = 256; at < table.length; at++) {
    const before = table[at - 256] ?? 0;
    table[at] = entry(table, 0, before) ^ (before >>> 8);
  }
  return table;
}
