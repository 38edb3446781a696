import { list, oneOf, serviceNames, variable, wholeNumber, type ServiceName } from '@casewire/config';
import { z } from 'zod';

const someServices = list(oneOf(...serviceNames));

function portOf(service: ServiceName) {
  return variable({
    ...wholeNumber({ min: 0, max: 65_535 }),
    description: `Port of ${service}, where \`PORT\` is that of another service; 0 takes any free one.`,
    default: '0',
  });
}

/** The environment variables of a process that runs several services, besides those of the services. */
export const configSchema = z.object({
  CASEWIRE_SERVICES: variable({
    accepts: `\`all\`, or ${someServices.accepts}`,
    parse: (text) => (text === 'all' ? serviceNames : someServices.parse(text)),
    description:
      'The services that this process runs. `PORT` and `HOST` are those of the gateway, or of the first service of a list without it.',
    default: 'all',
    example: 'ingestion,matching',
  }),
  CASEWIRE_INGESTION_PORT: portOf('ingestion'),
  CASEWIRE_SUBSCRIPTIONS_PORT: portOf('subscriptions'),
  CASEWIRE_MATCHING_PORT: portOf('matching'),
  CASEWIRE_DELIVERY_PORT: portOf('delivery'),
  CASEWIRE_HISTORY_PORT: portOf('history'),
  CASEWIRE_INSPECTOR_PORT: portOf('inspector'),
});

export type Config = z.infer<typeof configSchema>;
