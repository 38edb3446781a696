import { defineService } from '@casewire/service';
import { compose } from './compose.ts';
import { configSchema } from './config.ts';

export const ingestion = defineService({ name: 'ingestion', schema: configSchema, compose });
