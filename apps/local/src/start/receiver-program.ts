/** The demonstration's receiver: this program again, with another command. */
export const receiver = { name: 'receiver', script: 'dist/apps/local/main.js', args: ['receiver'] } as const;
