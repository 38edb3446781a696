import { runService } from '@casewire/service';
import { gateway } from './service.ts';

await runService(gateway, process.env);
