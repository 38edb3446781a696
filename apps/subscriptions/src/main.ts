import { runService } from '@casewire/service';
import { subscriptions } from './service.ts';

await runService(subscriptions, process.env);
