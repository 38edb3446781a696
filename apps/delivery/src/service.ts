import { defineService } from '@casewire/service';
import { compose } from './compose.ts';
import { configSchema } from './config.ts';

export const delivery = defineService({ name: 'delivery', schema: configSchema, compose });
