import '@fontsource-variable/inter/wght.css';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import 'uplot/dist/uPlot.min.css';
import './app/app.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { shareStyleNonce } from './app/nonce.ts';
import { takeCode } from './session/code.ts';
import { followSignOut } from './session/session.ts';
import { copyInUtc } from './time/copy-in-utc.ts';

takeCode();
shareStyleNonce();
followSignOut();
copyInUtc();

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id root');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
