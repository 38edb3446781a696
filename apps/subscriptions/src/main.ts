import { runService } from '@casewire/service';
import { compose } from './compose.ts';
import { configSchema } from './config.ts';

await runService({ name: 'subscriptions', schema: configSchema, compose }, process.env);
