import { defineService } from '@casewire/service';
import { compose } from './compose.ts';
import { configSchema } from './config.ts';

export const gateway = defineService({ name: 'gateway', schema: configSchema, compose });
