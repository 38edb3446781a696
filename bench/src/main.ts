/**
 * `npm run bench -- quick`: the cost of the whole path on this machine, as a table. Compare runs made side by side;
 * single figures of a shared machine say little. `npm run bench -- jmespath`: the cost of filters and transforms.
 * `npm run bench -- neighbours [NAME]`: how a tenant fares beside hostile ones. `npm run bench -- render`: the cost of bodies, signatures and schemas.
 */
import { fileURLToPath } from 'node:url';
import { benchJmespath } from './jmespath.ts';
import { benchRender } from './render.ts';
import { benchNeighbours } from './neighbours.ts';
import { runSink } from './sink.ts';
import { openWorkbench } from './workbench.ts';
import { burst, idle, steady, type Measurement } from './workload.ts';

const BURST_EVENTS = 40_000;

const [command, argument] = process.argv.slice(2);
if (command === 'sink') runSink(Number(argument));
else if (command === 'quick') await quick();
else if (command === 'neighbours') await benchNeighbours(fileURLToPath(import.meta.url), argument);
else if (command === 'jmespath') benchJmespath();
else if (command === 'render') benchRender();
else {
  console.error('usage: npm run bench -- quick|neighbours|jmespath|render');
  process.exitCode = 2;
}

async function quick(): Promise<void> {
  const bench = await openWorkbench(fileURLToPath(import.meta.url));
  try {
    const results = {
      [`${BURST_EVENTS} at once`]: await warmedUp(() => burst(bench, BURST_EVENTS)),
      '100/s': await warmedUp(() => steady(bench, 100, 20)),
      '500/s': await warmedUp(() => steady(bench, 500, 10)),
    };
    const atRest = await idle(bench, 15);
    console.table(mapValues(results, toRow));
    console.log('CPU us per delivery, by process:');
    console.table(mapValues(results, ({ cpuUsByProcess }) => mapValues(cpuUsByProcess, Math.round)));
    console.log(
      `at rest: ${atRest.corePercent.toFixed(0)} % of one core, ${atRest.residentMiB.toFixed(0)} MiB resident`,
    );
  } finally {
    await bench.close();
  }
}

/** The second of two runs. In the first one, code is compiled for this kind of load, and work from before is finished. */
async function warmedUp(run: () => Promise<Measurement>): Promise<Measurement> {
  await run();
  return run();
}

function toRow(measured: Measurement) {
  return {
    'deliveries/s': Math.round(measured.perSecond),
    'CPU us/delivery': Math.round(measured.cpuUsPerDelivery),
    'p50 ms': measured.p50Ms,
    'p99 ms': measured.p99Ms,
    'resident MiB': Math.round(measured.residentMiB),
  };
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
