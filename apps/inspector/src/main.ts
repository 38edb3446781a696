import { runService } from '@casewire/service';
import { inspector } from './service.ts';

await runService(inspector, process.env);
