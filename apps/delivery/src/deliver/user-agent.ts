/** Names the sender and its version to receivers. */
export const userAgent = 'Casewire/0.1.0';
