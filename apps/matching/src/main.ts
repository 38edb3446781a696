import { runService } from '@casewire/service';
import { matching } from './service.ts';

await runService(matching, process.env);
