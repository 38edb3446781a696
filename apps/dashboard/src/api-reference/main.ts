import SwaggerUi from 'swagger-ui-dist/swagger-ui-es-bundle.js';
import 'swagger-ui-dist/swagger-ui.css';
import './reference.css';

/** Shows nothing where the page would ask for a key: it sends no requests, so it needs none. */
const withoutKeys = {
  wrapComponents: { authorizeBtn: () => () => null, authorizeOperationBtn: () => () => null },
};

followColorScheme(matchMedia('(prefers-color-scheme: dark)'));

SwaggerUi({
  dom_id: '#reference',
  url: '/openapi.json',
  // A request from here would come with the cookie of whoever is signed in to the dashboard, and change what is theirs.
  supportedSubmitMethods: [],
  plugins: [withoutKeys],
  validatorUrl: null,
  deepLinking: true,
  docExpansion: 'list',
  filter: true,
  // The schemas stand with the operations that use them.
  defaultModelsExpandDepth: -1,
});

function followColorScheme(dark: MediaQueryList): void {
  const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
  dark.addEventListener('change', follow);
  follow();
}
