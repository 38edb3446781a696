export const text = {
  signIn: {
    title: 'Sign in to Casewire',
    lead: 'Use an API key of your tenant. Whoever runs Casewire can also send you a link.',
    key: 'API key',
    keyHint: 'It begins with cw_sandbox_ or cw_production_.',
    submit: 'Sign in',
  },
  enter: {
    title: (tenant: string) => `Open as ${tenant}?`,
    lead: (environments: string) => `This link opens ${environments}. It works once.`,
    readOnly: 'You can look at everything, and change nothing.',
    submit: 'Open',
    gone: 'This link does not work any more',
    goneHint: 'A link works once, for a limited time. Ask whoever sent it for a new one.',
    without: 'This address has no code. Open the link exactly as you got it.',
    toSignIn: 'Sign in with a key instead',
  },
  embedded: {
    gone: 'Reload the whole page to get a new link.',
    noCookies: {
      title: 'Your browser keeps nobody signed in here',
      lead: 'It blocks the cookies of frames. The same link works in a tab of its own.',
      open: 'Open in a new tab',
    },
    signedOut: {
      title: 'You are not signed in',
      lead: 'Reload the whole page to sign in.',
    },
    expired: 'Reload the whole page to go on.',
    again: 'Try again',
  },
  expired: {
    title: 'Your session has ended',
    lead: 'Sign in again to go on. What you have typed is still here.',
    link: 'If you came by a link, ask for a new one and open it in another tab; then come back here.',
    again: 'I have signed in elsewhere',
    none: 'Nobody has signed in yet in this browser.',
    other: (tenant: string) =>
      `Whoever has signed in may not open this page. It belongs to ${tenant}: sign in with a key for it.`,
    ofOperator: 'the operator',
  },
};
