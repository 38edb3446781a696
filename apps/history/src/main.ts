import { runService } from '@casewire/service';
import { history } from './service.ts';

await runService(history, process.env);
