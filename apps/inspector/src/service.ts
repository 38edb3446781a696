import { defineService } from '@casewire/service';
import { compose } from './compose.ts';
import { configSchema } from './config.ts';

export const inspector = defineService({ name: 'inspector', schema: configSchema, compose });
