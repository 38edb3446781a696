import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { loadavg } from 'node:os';

const LOOPS = 5;
const TURNS_OF_A_LOOP = 20_000_000;
const ROUND_TRIPS = 2_000;
/** Larger than a core's own caches, smaller than the smallest machine. */
const MEMORY_BYTES = 64 * 1024 * 1024;
const LINE_BYTES = 64;
const READS = 500_000;

/** How fast this machine is today: figures of different days are compared by it. Takes about a second. */
export async function machineSpeed() {
  const loops = Array.from({ length: LOOPS }, fixedLoopMs).toSorted((one, other) => one - other);
  return {
    /** A fixed loop of arithmetic, the median of five. */
    'loop ms': Math.round((loops[LOOPS >> 1] ?? Number.NaN) * 10) / 10,
    /** A read whose address the read before it gives: services, Kafka and PostgreSQL wait for memory most of their time. */
    'memory ns': Math.round(memoryReadNs()),
    /** A byte to another process and back: four writes and reads, two wake-ups. */
    'round trip us': Math.round(await roundTripUs()),
    /** Of the last minute, when the run began or ended. */
    'load average': Math.round((loadavg()[0] ?? 0) * 10) / 10,
  };
}

function fixedLoopMs(): number {
  const startedAt = performance.now();
  let state = 2_463_534_242;
  for (let turn = 0; turn < TURNS_OF_A_LOOP; turn++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
  }
  // Never true, but the compiler cannot know that the loop is for nothing.
  if (state === 0) throw new Error('xorshift never reaches 0');
  return performance.now() - startedAt;
}

/**
 * The first word of each cache line names the line to read next. The names are those of a linear congruential generator,
 * which passes each line once before it repeats (Knuth, The Art of Computer Programming 2, 3.2.1.2, theorem A).
 */
function memoryReadNs(): number {
  const lines = MEMORY_BYTES / LINE_BYTES;
  const words = new Uint32Array(MEMORY_BYTES / Uint32Array.BYTES_PER_ELEMENT);
  const perLine = words.length / lines;
  for (let line = 0; line < lines; line++)
    words[line * perLine] = (Math.imul(line, 1_664_525) + 1_013_904_223) & (lines - 1);
  let line = 0;
  const startedAt = performance.now();
  for (let read = 0; read < READS; read++) line = words[line * perLine] ?? 0;
  const tookMs = performance.now() - startedAt;
  // Never true, but the compiler cannot know that the reads are for nothing.
  if (line >= lines) throw new Error('no line has that name');
  return (tookMs * 1e6) / READS;
}

async function roundTripUs(): Promise<number> {
  const echo = spawn(process.execPath, ['-e', 'process.stdin.pipe(process.stdout)'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const roundTrip = async (): Promise<void> => {
    const answered = once(echo.stdout, 'data');
    echo.stdin.write('.');
    await answered;
  };
  try {
    await roundTrip();
    const startedAt = performance.now();
    for (let made = 0; made < ROUND_TRIPS; made++) await roundTrip();
    return ((performance.now() - startedAt) * 1_000) / ROUND_TRIPS;
  } finally {
    echo.kill();
  }
}
