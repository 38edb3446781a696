/** The package has no types of its own. https://swagger.io/docs/open-source-tools/swagger-ui/usage/configuration/ */
declare module 'swagger-ui-dist/swagger-ui-es-bundle.js' {
  interface Options {
    readonly dom_id: string;
    readonly url: string;
    readonly supportedSubmitMethods: readonly string[];
    readonly plugins: readonly object[];
    readonly validatorUrl: null;
    readonly deepLinking: boolean;
    readonly docExpansion: 'list' | 'full' | 'none';
    readonly filter: boolean;
    readonly defaultModelsExpandDepth: number;
  }

  export default function SwaggerUi(options: Options): void;
}
