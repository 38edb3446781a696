import { runService } from '@casewire/service';
import { ingestion } from './service.ts';

await runService(ingestion, process.env);
