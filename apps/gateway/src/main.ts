import { runService } from '@casewire/service';
import { compose } from './compose.ts';
import { configSchema } from './config.ts';

await runService({ name: 'gateway', schema: configSchema, compose }, process.env);
