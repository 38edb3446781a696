import { defineService } from '@casewire/service';
import { compose } from './compose.ts';
import { configSchema } from './config.ts';

export const history = defineService({ name: 'history', schema: configSchema, compose });
