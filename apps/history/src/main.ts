import { runService } from '@casewire/service';
import { compose } from './compose.ts';
import { configSchema } from './config.ts';

await runService({ name: 'history', schema: configSchema, compose }, process.env);
