export const text = {
  parts: 'Sensitive parts are hidden.',
  whole: 'This is hidden: it may hold sensitive data.',
  reveal: 'Reveal',
  recorded: 'The audit records who reveals it.',
  notAllowed: 'Your session may not reveal it.',
};
