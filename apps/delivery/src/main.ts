import { runService } from '@casewire/service';
import { delivery } from './service.ts';

await runService(delivery, process.env);
