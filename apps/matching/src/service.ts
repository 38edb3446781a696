import { defineService } from '@casewire/service';
import { compose } from './compose.ts';
import { configSchema } from './config.ts';

export const matching = defineService({ name: 'matching', schema: configSchema, compose });
