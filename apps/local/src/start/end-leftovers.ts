import { endLeftoverKafka, endLeftoverPostgres } from '@casewire/embedded';
import { join } from 'node:path';
import { type Context } from '../context.ts';
import { endLeftoverProgram } from '../stack/programs.ts';
import { servicePrograms, serviceScript } from '../stack/services.ts';
import { receiver } from './start-receiver.ts';

/** Ends the processes that a crashed run left on this data folder: services first, then Kafka and PostgreSQL. */
export async function endLeftovers({ paths, terminal }: Context): Promise<void> {
  const programs = [
    ...Object.values(servicePrograms)
      .flat()
      .map((program) => ({ name: program.name, script: serviceScript(program) })),
    receiver,
  ];
  const ended = await Promise.all(
    programs.map(({ name, script }) => endLeftoverProgram(paths, name, script)),
  );
  await Promise.all([
    endLeftoverKafka(join(paths.dataDir, 'kafka')),
    endLeftoverPostgres(join(paths.dataDir, 'postgres')),
  ]);
  if (ended.includes(true)) terminal.line('Ended processes that a crashed run had left behind.');
}
