import { dataUrls } from '@casewire/events';

/** Makes the addresses in thin bodies that specs render. */
export const dataUrlOf = dataUrls('https://casewire.example', 'k'.repeat(32));
