import { defineService } from '@casewire/service';
import { compose } from './compose.ts';
import { configSchema } from './config.ts';

export const subscriptions = defineService({ name: 'subscriptions', schema: configSchema, compose });
