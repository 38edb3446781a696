import pg from 'pg';
import { DataSource, type EntitySchema } from 'typeorm';
import { refuseRecovering } from './refuse-recovering.ts';

type EntityClass = abstract new (...arguments_: never[]) => unknown;

export interface DataSourceOptions {
  readonly url: string;
  readonly applicationName: string;
  readonly entities?: readonly (EntityClass | EntitySchema)[];
  readonly migrations?: readonly EntityClass[];
}

/** A TypeORM data source, not yet initialised. It never changes the schema: migrations do. */
export function createDataSource(options: DataSourceOptions): DataSource {
  return new DataSource({
    type: 'postgres',
    // Given explicitly, because a bundled TypeORM cannot look the driver up by its name.
    driver: pg,
    url: options.url,
    applicationName: options.applicationName,
    entities: [...(options.entities ?? [])],
    migrations: [...(options.migrations ?? [])],
    migrationsTableName: 'casewire_migrations',
    synchronize: false,
    installExtensions: false,
    connectTimeoutMS: 5_000,
    extra: { verify: refuseRecovering },
  });
}
